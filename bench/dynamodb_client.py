"""`python -m bench.dynamodb_client`: what a warm GetItem costs through our client, beside boto3's."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import dynamodb_gets
from bench.dynamodb_gets import KEYS

ROUNDS, CALLS = 5, 1000
NAMES = ("ours", "boto3")
MODULES = {"ours": "relayboard.adapters.dynamodb_http", "boto3": "relayboard.adapters.dynamodb_boto3"}


def main() -> None:
    """Measure both clients by turns against one server, and print the ratio."""
    os.environ.update(KEYS)  # noqa: TID251 - for boto3, in this process only
    with stub() as url:
        gets = {"ours": dynamodb_gets.ours(url), "boto3": dynamodb_gets.boto3(url)}
        for get in gets.values():
            _cpu_ms(get, 200)  # warm up
        by_turns = [{name: _cpu_ms(gets[name], CALLS) for name in NAMES} for _ in range(ROUNDS)]
        first = {name: min(_fresh_ms(_first_get(name, url)) for _ in range(3)) for name in NAMES}
    figures = {
        "warm GetItem, CPU ms": {name: min(turn[name] for turn in by_turns) for name in NAMES},
        "import, ms": {name: min(_fresh_ms(f"import {MODULES[name]}") for _ in range(3)) for name in NAMES},
        "from import to first answer, ms": first,
    }
    table = Table("", *NAMES, "ratio")
    for what, found in figures.items():
        table.add_row(what, *(f"{found[name]:.3f}" for name in NAMES), f"{found['ours'] / found['boto3']:.2f}")
    console = Console()
    console.print(table)
    console.print_json(data=figures)


def _cpu_ms(work: Callable[[], object], times: int) -> float:
    start = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - start) / times * 1000


def _first_get(name: str, url: str) -> str:
    return f"from bench.dynamodb_gets import {name}; {name}({url!r})()"


def _fresh_ms(statements: str) -> float:
    """Time statements in an interpreter of their own."""
    program = f"import time; start = time.perf_counter(); {statements}; print(time.perf_counter() - start)"
    found = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)  # noqa: S603 - our own
    return float(found.stdout) * 1000


@contextmanager
def stub() -> Iterator[str]:
    """Run, in a process of its own, a server that answers every request with the same task."""
    command = [sys.executable, "-m", "bench.dynamodb_client", "serve"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip() if process.stdout else ''}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def _serve() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        sys.stdout.write(f"{server.getsockname()[1]}\n")
        sys.stdout.flush()
        while True:
            threading.Thread(target=_answer_all, args=(server.accept()[0], _answer()), daemon=True).start()


def _answer_all(connection: socket.socket, answer: bytes) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with connection, connection.makefile("rb") as sent:
        while sent.readline():
            length = 0
            while (line := sent.readline()) != b"\r\n":
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            sent.read(length)
            connection.sendall(answer)


def _answer() -> bytes:
    task: dict[str, Any] = {
        "PK": {"S": "TASK#01J00000000000000000000000"},
        "SK": {"S": "METADATA"},
        "title": {"S": "Prepare the quarterly report"},
        "description": {"S": "What was sold, to whom, and what it cost. " * 8},
        "version": {"N": "7"},
        "labels": {"L": [{"S": "finance"}, {"S": "quarterly"}]},
        "assignees": {"L": [{"M": {"id": {"S": "01J0000000000000000000000A"}, "name": {"S": "Ann"}}}] * 3},
    }
    body = json.dumps({"Item": task}).encode()
    head = (
        "HTTP/1.1 200 OK\r\nServer: Server\r\nDate: Tue, 01 Jan 2030 00:00:00 GMT\r\n"
        f"Content-Type: application/x-amz-json-1.0\r\nContent-Length: {len(body)}\r\nConnection: keep-alive\r\n"
        f"x-amzn-RequestId: {'A' * 52}\r\nx-amz-crc32: {zlib.crc32(body)}\r\n\r\n"
    )
    return head.encode() + body


if __name__ == "__main__":
    _serve() if sys.argv[1:] == ["serve"] else main()
