"""The floor of every request: an ASGI application that says hello."""

from typing import Any

_BODY = b'{"hello":"world"}'
_HEADERS = [(b"content-type", b"application/json"), (b"content-length", b"17")]


async def app(scope: Any, receive: Any, send: Any) -> None:  # noqa: ARG001 - the shape of ASGI
    """Answer every request with a small JSON body."""
    if scope["type"] != "http":
        return
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": _BODY})
