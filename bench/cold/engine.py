"""DynamoDB on loopback, over TLS: answers that a real engine gave, each at once.

`python -m bench.cold.engine CERTIFICATE KEY ANSWERS` prints its port. Asked for an operation, it sends what
`answers.json` has for it, whatever the request says, with the headers that AWS sends; its checksum among them.
"""

import json
import socket
import ssl
import sys
import threading
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def serve(certificate: Path, key: Path, answers: Path) -> None:
    """Answer until somebody ends this process."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    recorded = {name: _response(body) for name, body in json.loads(answers.read_text()).items()}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        sys.stdout.write(f"{listener.getsockname()[1]}\n")
        sys.stdout.flush()
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=_converse, args=(connection, context, recorded), daemon=True).start()


def _converse(plain: socket.socket, context: ssl.SSLContext, recorded: Mapping[str, bytes]) -> None:
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        with context.wrap_socket(plain, server_side=True) as connection, connection.makefile("rb") as received:
            while received.readline():
                connection.sendall(recorded[_operation(received)])
    except OSError:
        return  # the process under measurement is ended as soon as it has answered


def _operation(received: Any) -> str:  # a file
    """Read one request; return which operation it names."""
    operation, length = "", 0
    while (line := received.readline().strip()) != b"":
        name, _, value = line.partition(b":")
        if name.lower() == b"x-amz-target":
            operation = value.strip().decode().rpartition(".")[2]
        elif name.lower() == b"content-length":
            length = int(value)
    received.read(length)
    return operation


def _response(answer: Any) -> bytes:
    body = json.dumps(answer, separators=(",", ":")).encode()
    headers = {
        "Server": "Server",
        "Date": "Sat, 21 Nov 2026 12:00:00 GMT",
        "Content-Type": "application/x-amz-json-1.0",
        "Content-Length": str(len(body)),
        "Connection": "keep-alive",
        "x-amzn-RequestId": "QK3P7HKD3SO0P6M5EXAMPLEVV4KQNSO5AEMVJF66Q9ASUAAJG",
        "x-amz-crc32": str(zlib.crc32(body)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode() + body


if __name__ == "__main__":
    serve(*(Path(argument) for argument in sys.argv[1:4]))
