"""Lets all contenders do their work on a real engine: `python -m bench.cold.verify`, with MiniStack installed.

What they store has to be the same: as many items, with the same attributes.
"""

import socket
import ssl
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.cold.certificates import Chain, make_chain
from bench.cold.contenders import OPERATIONS, Contender, prepare
from bench.cold.events import ADMIN, create_task
from bench.cold.record import TABLE, fill, open_table
from bench.cold.runs import run_once
from bench.cold.shares import SHARES
from relayboard.adapters.dynamodb_table import DynamoDBTable
from relayboard.domain.boards import MAIN_BOARD
from relayboard.domain.tasks import Status
from relayboard.ports.table import Delete, Index, Key, Query
from relayboard.store import keys
from tests.support import ministack

_KEY = keys.remembered(ADMIN, create_task()["headers"]["Idempotency-Key"])


def main() -> None:
    """Run each contender once; print what it has stored."""
    with tempfile.TemporaryDirectory(prefix="relayboard-cold-") as name, ministack.start() as engine:
        folder = Path(name)
        chain = make_chain(folder)
        table = open_table(engine.url, TABLE)
        fill(table)
        with _tls_before(engine.url, chain) as url:
            stored = {
                contender.name: _stored_by(contender, table, url)
                for contender in prepare(folder, chain)
                if not contender.name.startswith("floor")
            }
    for name, shapes in stored.items():
        sys.stdout.write(f"{name}: {len(shapes)} items\n")
    if len({repr(shapes) for shapes in stored.values()}) > 1:
        sys.exit("\n".join(f"{name}: {shapes}" for name, shapes in stored.items()))


def _stored_by(contender: Contender, table: DynamoDBTable, url: str) -> list[Any]:
    """Return the attributes of each item that a new task is."""
    for operation in OPERATIONS:
        run_once(contender, operation, SHARES[0], url)
    remembered = table.get(_KEY)
    column = table.query(Query(pk=keys.column(MAIN_BOARD, Status.OPEN), index=Index.GSI1, limit=100)).items
    newest = max(column, key=lambda item: str(item["createdAt"]))
    items = table.query(Query(pk=str(newest["PK"]), limit=100)).items
    shapes = sorted((str(item["SK"]).partition("#")[0], sorted(item)) for item in items)
    table.write(Delete(_KEY), *(Delete(Key(str(item["PK"]), str(item["SK"]))) for item in items))
    return [*shapes, ("remembered", sorted(remembered or ()))]


@contextmanager
def _tls_before(url: str, chain: Chain) -> Iterator[str]:
    """Put TLS before an engine that has none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain.certificate, chain.key)
    parts = urlsplit(url)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    client, _ = listener.accept()
                    threading.Thread(target=serve, args=(client,), daemon=True).start()

        def serve(client: socket.socket) -> None:
            with suppress(OSError):
                secure = context.wrap_socket(client, server_side=True)
                engine = socket.create_connection((str(parts.hostname), parts.port or 80))
                threading.Thread(target=_pump, args=(engine, secure), daemon=True).start()
                _pump(secure, engine)

        threading.Thread(target=accept, daemon=True).start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(1 << 16):
            target.sendall(piece)


if __name__ == "__main__":
    main()
