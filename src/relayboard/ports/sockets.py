"""The sockets port: open WebSocket connections to pages, which somebody else holds for us."""

from typing import Protocol

from relayboard.domain.errors import RelayboardError


class Gone(RelayboardError):
    """There is no such connection, or none yet, or it is closed."""


class Sockets(Protocol):
    """Connections that are known by their ids."""

    def send(self, connection_id: str, text: str) -> None:
        """Send a text frame of at most 32 KB. What is sent twice arrives twice, and two frames may change places.

        Raises:
            Gone: it stays so, unless the connection is being opened just now.
            Unavailable: the frame may have been sent all the same.
        """

    def close(self, connection_id: str) -> None:
        """Close a connection; one that is gone already is no error.

        Raises:
            Unavailable.
        """
