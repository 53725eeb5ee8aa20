"""The floor of every request: an ASGI application that says hello."""

from typing import Any


async def app(scope: Any, receive: Any, send: Any) -> None:  # noqa: ARG001 - the shape of ASGI
    """Answer every request with a small JSON body."""
    if scope["type"] != "http":
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": b'{"hello":"world"}'})
