"""Starts the servers that are measured, on the loopback."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
from botocore import UNSIGNED
from botocore.config import Config

_READY = re.compile(r"(?:Relayboard is at|running on) (http://\S+)")


@contextmanager
def running(command: list[str], log: Path) -> Iterator[tuple[str, int]]:
    """Run a server; yields its address and process id."""
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, "-m", *command], stdout=output, stderr=subprocess.STDOUT)  # noqa: S603 - our own commands
        try:
            while not (found := _READY.search(log.read_text(encoding="utf-8"))):
                if process.poll() is not None:
                    raise SystemExit(log.read_text(encoding="utf-8"))
                time.sleep(0.05)
            yield found[1], process.pid
        finally:
            process.terminate()
            process.wait(timeout=20)


@contextmanager
def relayboard(data: Path) -> Iterator[tuple[str, int]]:
    """Run Relayboard with its demo data and without a limit on requests."""
    flags = ["--demo", "--port", "0", "--data", str(data), "--requests-per-second", "0"]
    with running(["relayboard", "serve", *flags], data / "log.txt") as server:
        yield server


@contextmanager
def hello(folder: Path) -> Iterator[tuple[str, int]]:
    """Run the bare ASGI application."""
    flags = ["--port", "0", "--loop", "uvloop", "--http", "httptools", "--no-access-log"]
    with running(["uvicorn", "bench.hello:app", *flags], folder / "hello.txt") as server:
        yield server


def admin_token(url: str) -> str:
    """Sign in as the demo's admin."""
    identity = boto3.client(
        "cognito-idp",
        endpoint_url=f"{url}/cognito",
        region_name="eu-west-1",
        config=Config(signature_version=UNSIGNED),
    )
    answer = identity.initiate_auth(
        ClientId="relayboard",
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "maya@example.com", "PASSWORD": "Relayboard1"},
    )
    token: str = answer["AuthenticationResult"]["IdToken"]
    return token
