"""MiniStack, a local AWS, started for the tests and ended with them."""

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(__file__).parents[2] / ".tools/ministack/bin/ministack"
REGION = "eu-west-1"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "000000000000", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": REGION}
_READY_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class MiniStack:
    """A running engine: its address, and the file that its output goes to."""

    url: str
    log: Path


def is_installed() -> bool:
    return PROGRAM.exists()


@contextmanager
def start(command: Sequence[str | Path] = (PROGRAM,), /, **options: str) -> Iterator[MiniStack]:
    """Run an engine of its own on a free port; `options` are its environment variables, such as AUTH="true"."""
    port = _free_port()
    engine = MiniStack(f"http://127.0.0.1:{port}", Path(tempfile.mkstemp(prefix="ministack-", suffix=".log")[1]))
    settings = {
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "MINISTACK_REGION": REGION,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
    }
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    with engine.log.open("wb") as log:
        process = subprocess.Popen(
            command,
            env=inherited | settings | options,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_ready(engine, process)
        yield engine
    finally:
        _end(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(engine: MiniStack, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{engine.url}/_ministack/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"MiniStack did not start:\n{engine.log.read_text()[-2000:]}")


def _end(process: "subprocess.Popen[bytes]") -> None:
    # It leads a group of its own, so its workers end with it and nobody else does.
    for end in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, end)
            process.wait(10)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue
