"""Credentials from the endpoint that ECS, EKS and Lambda SnapStart give a container (AWS SDKs Reference Guide)."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from relayboard.adapters.aws_credentials import Credentials, CredentialsUnreachable, NoCredentials, Source

_ECS = "http://169.254.170.2"
# Without TLS the answer may only come from this machine.
_PLAIN_HOSTS = frozenset({"127.0.0.1", "169.254.170.2", "169.254.170.23", "::1", "fd00:ec2::23", "localhost"})
_TIMEOUT_SECONDS = 2.0
_TRIES = 3
_AHEAD = timedelta(minutes=10)


def container_credentials(environ: Mapping[str, str]) -> Source:
    """Ask the endpoint of AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or AWS_CONTAINER_CREDENTIALS_FULL_URI."""

    def read() -> Credentials | None:
        url = _endpoint(environ)
        return None if url is None else _credentials(_get(url, _headers(environ)))

    return read


def _endpoint(environ: Mapping[str, str]) -> SplitResult | None:
    if relative := environ.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"):
        return urlsplit(_ECS + relative)
    full = environ.get("AWS_CONTAINER_CREDENTIALS_FULL_URI")
    if not full:
        return None
    url = urlsplit(full)
    if url.scheme != "https" and (url.scheme != "http" or url.hostname not in _PLAIN_HOSTS):
        raise NoCredentials(f"AWS_CONTAINER_CREDENTIALS_FULL_URI names {url.hostname} without TLS")
    return url


def _headers(environ: Mapping[str, str]) -> dict[str, str]:
    token = environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN", "")
    if path := environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"):
        try:
            token = Path(path).read_text(encoding="utf-8")  # again each time, for it is renewed
        except OSError as error:
            raise NoCredentials(f"the file {path} of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE is missing") from error
    token = token.strip()
    if "\r" in token or "\n" in token:
        raise NoCredentials("the token for the container's credentials has more than one line")
    return {"Accept": "application/json"} | ({"Authorization": token} if token else {})


def _get(url: SplitResult, headers: Mapping[str, str]) -> bytes:
    for tried in range(1, _TRIES + 1):
        try:
            status, body = _ask(url, headers)
        except (OSError, HTTPException) as error:
            if tried == _TRIES:
                raise CredentialsUnreachable(f"{url.hostname} gives no credentials: {error}") from error
            continue
        if status == 200:
            return body
        if status < 500:
            raise NoCredentials(f"{url.hostname} gives no credentials: it answers {status}")
    raise CredentialsUnreachable(f"{url.hostname} gives no credentials: it answers {status}")


def _ask(url: SplitResult, headers: Mapping[str, str]) -> tuple[int, bytes]:
    kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=_TIMEOUT_SECONDS)
    try:
        connection.request("GET", f"{url.path or '/'}{'?' if url.query else ''}{url.query}", headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _credentials(body: bytes) -> Credentials:
    try:
        found = json.loads(body)
        expires = datetime.fromisoformat(found["Expiration"]) if found.get("Expiration") else None
        key, secret, token = found["AccessKeyId"], found["SecretAccessKey"], found.get("Token")
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise CredentialsUnreachable("what the container's endpoint answers are no credentials") from error
    return Credentials(key, secret, token, renew_at=expires and expires.astimezone(UTC) - _AHEAD)
