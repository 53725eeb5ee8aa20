"""Runs `relayboard serve` for tests."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

READY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Server:
    """A running server.

    Attributes:
        output: what it has printed.
    """

    url: str
    data: Path
    process: "subprocess.Popen[bytes]"
    output: Path

    @property
    def text(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=15)


def start(
    data: Path, *flags: str, environ: Mapping[str, str] | None = None, port: int = 0, output: Path | None = None
) -> Server:
    """Start a server on a port (0: a free one) of the loopback, and return when it can be reached.

    Args:
        output: where what it prints is written; a file in the data folder by default.
    """
    data.mkdir(parents=True, exist_ok=True)
    output = output or data / "server-output.txt"
    command = [sys.executable, "-m", "relayboard", "serve", "--port", str(port), "--data", str(data), *flags]
    with output.open("wb") as file:
        process = subprocess.Popen(
            command, stdout=file, stderr=subprocess.STDOUT, env={**os.environ, **(environ or {})}
        )
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"Relayboard is at (https?://\S+)", output.read_text(encoding="utf-8")):
            url = f"http://127.0.0.1:{port}" if port else found[1]
            return Server(url, data, process, output)
        time.sleep(0.02)
    process.kill()
    raise AssertionError(f"the server did not start:\n{output.read_text(encoding='utf-8')}")


@contextmanager
def running(
    data: Path, *flags: str, environ: Mapping[str, str] | None = None, port: int = 0, output: Path | None = None
) -> Iterator[Server]:
    """Run a server for a while."""
    server = start(data, *flags, environ=environ, port=port, output=output)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def free_port() -> int:
    """Return a port that nobody listens on, for where 0 does not do."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
