"""The headers that keep a browser from doing more than the page needs."""

from collections.abc import Awaitable, Callable
from typing import Any

App = Callable[..., Awaitable[None]]

_PAGE_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "connect-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


def with_security_headers(app: App) -> App:
    """Wrap an ASGI application; what it sets itself is left as it is."""

    async def wrapped(scope: dict[str, Any], receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        async def send_with_headers(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _completed(list(message.get("headers", ())))
            await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped


def _completed(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    present = {name.lower() for name, _ in headers}
    wanted = (*_ALWAYS, (b"content-security-policy", _PAGE_POLICY.encode()))
    return headers + [(name, value) for name, value in wanted if name not in present]
