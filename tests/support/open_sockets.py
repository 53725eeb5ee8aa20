"""Connections to pages in memory, as the sockets port names them."""

from collections import defaultdict

from relayboard.ports.sockets import Gone
from tests.support import rights


class OpenSockets:
    """Keeps what each connection was sent.

    Attributes:
        open: the ids of connections that are open.
        frames: what was sent, by connection.
        trouble: what sending to a connection ends with, by connection.
        closing: what closing any ends with.
    """

    def __init__(self, *open_ids):
        self.open = set(open_ids)
        self.frames = defaultdict(list)
        self.trouble = {}
        self.closing = None

    def send(self, connection_id, text):
        rights.note("execute-api:ManageConnections")
        if connection_id in self.trouble:
            raise self.trouble[connection_id]
        if connection_id not in self.open:
            raise Gone
        self.frames[connection_id].append(text)

    def close(self, connection_id):
        rights.note("execute-api:ManageConnections")
        if self.closing:
            raise self.closing
        self.open.discard(connection_id)
