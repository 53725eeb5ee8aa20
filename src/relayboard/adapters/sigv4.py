"""AWS Signature Version 4, in the headers of a request (IAM User Guide, "Create a signed AWS API request")."""

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256

from relayboard.adapters.aws_credentials import Credentials

_ALGORITHM = "AWS4-HMAC-SHA256"
# Proxies may change these, so they stay unsigned, as in AWS's own clients.
_UNSIGNED = frozenset(
    {
        "baggage",
        "connection",
        "expect",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "traceparent",
        "tracestate",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
        "x-amzn-trace-id",
    }
)
_PLAIN = str.maketrans("", "", "/-._~")


class Signer:
    """Signs requests to one service in one region; used from any number of threads.

    Args:
        service: as it is named in signatures; DynamoDB Streams is `dynamodb`, too.
    """

    def __init__(self, service: str, region: str) -> None:
        self._service = service
        self._region = region
        self._key: tuple[str, str, bytes] = ("", "", b"")

    def sign(
        self,
        method: str,
        headers: Mapping[str, str],
        body: bytes,
        *,
        credentials: Credentials,
        at: datetime,
        path: str = "/",
    ) -> dict[str, str]:
        """Return the headers with those that sign them.

        Args:
            headers: all that are sent; Host among them, without the port where that is the scheme's own.
            at: aware; AWS takes a request for five minutes.
            path: escaped as it is sent, without a query.
        """
        moment = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        sent = {**headers, "X-Amz-Date": moment}
        if credentials.token:
            sent["X-Amz-Security-Token"] = credentials.token
        request, names = _canonical(method, _escaped(path), sent, body)
        scope = f"{moment[:8]}/{self._region}/{self._service}/aws4_request"
        text = f"{_ALGORITHM}\n{moment}\n{scope}\n{sha256(request.encode()).hexdigest()}"
        signature = _hmac(self._key_of(credentials.secret_key, moment[:8]), text).hex()
        credential = f"{credentials.access_key}/{scope}"
        sent["Authorization"] = (
            f"{_ALGORITHM} Credential={credential}, SignedHeaders={names}, Signature={signature}"
        )
        return sent

    def _key_of(self, secret: str, day: str) -> bytes:
        kept_secret, kept_day, key = self._key
        if (kept_secret, kept_day) != (secret, day):
            key = f"AWS4{secret}".encode()
            for part in (day, self._region, self._service, "aws4_request"):
                key = _hmac(key, part)
            self._key = (secret, day, key)
        return key


def _canonical(method: str, path: str, headers: Mapping[str, str], body: bytes) -> tuple[str, str]:
    """Return the canonical request, and the names of the headers in it."""
    signed = sorted(
        (name.lower(), " ".join(value.split())) for name, value in headers.items() if name.lower() not in _UNSIGNED
    )
    lines = "".join(f"{name}:{value}\n" for name, value in signed)
    names = ";".join(name for name, _ in signed)
    return f"{method}\n{path}\n\n{lines}\n{names}\n{sha256(body).hexdigest()}", names


def _escaped(path: str) -> str:
    """Escape a path once more than it is sent, as every service but S3 wants it."""
    letters = path.translate(_PLAIN)
    if not letters or (letters.isascii() and letters.isalnum()):
        return path
    from urllib.parse import quote  # 3 ms that few paths are worth

    return quote(path, safe="/~")


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")
