"""WebSockets that cannot be held on to: who answers no ping, or reads nothing, loses the connection at once."""

import logging
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

LONGEST_FRAME_BYTES = 1024
PING_SECONDS = 20.0

_log = logging.getLogger(__name__)


class LiveProtocol(WebSocketsSansIOProtocol):
    """Lets the application hang up without waiting (`scope["state"]["abort"]`), and logs no addresses.

    uvicorn's own writes the address of each socket into its log, with the ticket in it, and waits for a connection
    to take what is left to send before it closes it, which one that reads nothing never does.
    """

    def __init__(self, config: Config, server_state: ServerState, app_state: dict[str, Any]) -> None:
        super().__init__(config, server_state, {**app_state, "abort": self.abort})
        self.logger = self.conn.logger = _log
        self.conn.debug = False

    def abort(self) -> None:
        """Hang up at once, whatever was still to be sent."""
        self.transport.abort()

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.abort()
