"""Starts the servers that are measured, on the loopback."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from bench.load import Target

PEER_PYTHON = Path(".tools/bench/bin/python")
_READY = re.compile(r"(?:Relayboard is at|running on) (http://\S+)")


@contextmanager
def running(
    command: list[str], log: Path, *, python: Path | None = None, environ: Mapping[str, str] | None = None
) -> Iterator[tuple[str, int]]:
    """Run a server; yields its address and process id."""
    with log.open("wb") as output:
        whole = [str(python or sys.executable), "-m", *command]
        process = subprocess.Popen(  # noqa: S603 - our own commands
            whole,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | (environ or {}),  # noqa: TID251
        )
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
def relayboard(data: Path, *more: str, environ: Mapping[str, str] | None = None) -> Iterator[Target]:
    """Run Relayboard with its demo data and without a limit on requests; the target is signed in as an admin."""
    flags = ["--demo", "--port", "0", "--data", str(data), "--requests-per-second", "0", *more]
    data.mkdir(exist_ok=True)
    with running(["relayboard", "serve", *flags], data / "log.txt", environ=environ) as (url, pid):
        yield Target(url, pid, admin_token(url))


@contextmanager
def hello(folder: Path) -> Iterator[Target]:
    """Run the bare ASGI application."""
    flags = ["--port", "0", "--loop", "uvloop", "--http", "httptools", "--no-access-log"]
    with running(["uvicorn", "bench.hello:app", *flags], folder / "hello.txt") as (url, pid):
        yield Target(url, pid)


@contextmanager
def peer(folder: Path, *, admin_id: str) -> Iterator[Target]:
    """Run the peer; the target is signed in as this admin."""
    folder.mkdir(exist_ok=True)
    key = RSAKey.generate_key(2048)
    (folder / "key.pem").write_bytes(key.as_pem(private=False))
    flags = ["--database", str(folder / "peer.db"), "--key", str(folder / "key.pem")]
    with running(["bench.peers.app", *flags], folder / "log.txt", python=PEER_PYTHON) as (url, pid):
        yield Target(url, pid, _peer_token(key, admin_id))


def people(target: Target) -> Sequence[dict[str, Any]]:
    """Return Relayboard's people, admins first."""
    found: Sequence[dict[str, Any]] = _asked(target, "GET", "/api/v1/users")["items"]
    return found


def admin_token(url: str) -> str:
    body = {
        "ClientId": "relayboard",
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": "maya@example.com", "PASSWORD": "Relayboard1"},
    }
    headers = {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth",
    }
    connection = HTTPConnection(urlsplit(url).netloc, timeout=30)
    connection.request("POST", "/cognito", json.dumps(body), headers)
    token: str = json.loads(connection.getresponse().read())["AuthenticationResult"]["IdToken"]
    connection.close()
    return token


def _peer_token(key: RSAKey, admin_id: str) -> str:
    claims = {
        "sub": admin_id,
        "aud": "relayboard",
        "iss": "bench",
        "cognito:groups": ["ADMIN"],
        "iat": int(time.time()),
        "exp": int(time.time()) + 3600,
        "email": "maya@example.com",
        "name": "Maya Okafor",
    }
    return jwt.encode({"alg": "RS256"}, claims, key)


def _asked(target: Target, method: str, path: str) -> Any:
    connection = HTTPConnection(urlsplit(target.url).netloc, timeout=30)
    connection.request(method, path, headers={"Authorization": f"Bearer {target.token}"})
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer
