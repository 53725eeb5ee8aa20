"""The API over ASGI: what API Gateway does on AWS, done here."""

import asyncio
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from typing import Any, Protocol
from urllib.parse import parse_qsl

from relayboard.api.api import Api
from relayboard.api.cors import Cors
from relayboard.api.http import MAX_BODY_BYTES, SECURITY_HEADERS, HttpRequest, HttpResponse
from relayboard.api.problems import TooLarge, TooManyRequests, problem
from relayboard.api.route import Route
from relayboard.api.router import Router
from relayboard.domain.errors import RelayboardError, Unauthenticated
from relayboard.local.rate_limits import source_key

Scope = Mapping[str, Any]
_SECURITY = tuple((name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items())


class Verifier(Protocol):
    """Reads tokens."""

    def verify(self, token: str) -> Mapping[str, Any]:
        """Return a token's claims.

        Raises:
            Unauthenticated: it proves nothing.
        """


class Gateway:
    """The API as an ASGI application, to be mounted at its root.

    Args:
        allow: asked with who is calling; 0 to go on, else the seconds to wait.
        executor: where operations run that would keep the event loop waiting.
        reads_inline: reading is so quick that another thread would cost more (SQLite).
    """

    def __init__(
        self,
        api: Api,
        router: Router,
        verifier: Verifier,
        *,
        root: str,
        cors: Cors,
        allow: Callable[[str], int],
        executor: Executor,
        reads_inline: bool,
    ) -> None:
        self._api = api
        self._router = router
        self._verifier = verifier
        self._root_length = len(root)
        self._cors = cors
        self._allow = allow
        self._executor = executor
        self._reads_inline = reads_inline

    async def __call__(self, scope: Scope, receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        headers = Headers(scope["headers"])
        if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            await _send(send, self._cors.preflight(headers), {})
            return
        request_id = secrets.token_hex(8)
        try:
            response = await self._respond(scope, headers, receive, request_id)
        except RelayboardError as error:
            response = problem(error, request_id)
        except ConnectionError:
            return  # the caller has gone
        await _send(send, response, {"x-request-id": request_id, **self._cors.headers(headers)})

    async def _respond(
        self, scope: Scope, headers: Mapping[str, str], receive: Callable[..., Any], request_id: str
    ) -> HttpResponse:
        path = scope["raw_path"].decode("latin-1")[self._root_length :]
        route, parameters = self._router.match(scope["method"], path)
        claims = self._admitted(scope, route, headers)
        body = await _body(headers, receive) if route.method != "GET" else b""
        request = HttpRequest(
            method=scope["method"],
            path=path,
            path_parameters=parameters,
            query=_query(scope["query_string"]),
            headers=headers,
            body=body,
            claims=claims,
            request_id=request_id,
        )
        if self._reads_inline and route.method == "GET":
            return self._api.handle(route, request)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, self._api.handle, route, request)

    def _admitted(self, scope: Scope, route: Route, headers: Mapping[str, str]) -> Mapping[str, Any] | None:
        """Return the claims of who asks, unless they ask too often; whose token is bad counts as a stranger."""
        try:
            claims = self._claims(route, headers)
        except Unauthenticated:
            self._check_rate(scope, None)
            raise
        self._check_rate(scope, claims)
        return claims

    def _claims(self, route: Route, headers: Mapping[str, str]) -> Mapping[str, Any] | None:
        if route.action is None:
            return None
        token = headers.get("authorization", "").strip()
        if token[:7].lower() == "bearer ":
            token = token[7:].strip()
        if not token:
            raise Unauthenticated("Sign in to do this.")
        return self._verifier.verify(token)

    def _check_rate(self, scope: Scope, claims: Mapping[str, Any] | None) -> None:
        client = scope.get("client")
        caller = f"user:{claims['sub']}" if claims else f"source:{source_key(client[0]) if client else ''}"
        if wait := self._allow(caller):
            raise TooManyRequests(wait)


class Headers(Mapping[str, str]):
    """A request's headers by lower-case name, decoded only when asked for; of several the last one counts."""

    __slots__ = ("_raw",)

    def __init__(self, raw: Iterable[tuple[bytes, bytes]]) -> None:
        self._raw = dict(raw)

    def __getitem__(self, name: str) -> str:
        return self._raw[name.encode("latin-1")].decode("latin-1")

    def get(
        self, name: str, default: Any = None
    ) -> Any:  # as Mapping has it, without an exception for each absence
        value = self._raw.get(name.encode("latin-1"))
        return default if value is None else value.decode("latin-1")

    def __iter__(self) -> Iterator[str]:
        return (name.decode("latin-1") for name in self._raw)

    def __len__(self) -> int:
        return len(self._raw)


def _query(raw: bytes) -> list[tuple[str, str]]:
    return parse_qsl(raw.decode("latin-1"), keep_blank_values=True) if raw else []


async def _body(headers: Mapping[str, str], receive: Callable[..., Any]) -> bytes:
    """Read the body, up to its limit in size; the protocol has one in time.

    Raises:
        TooLarge; ConnectionError when the caller goes away.
    """
    length = headers.get("content-length", "0")
    if length.isdigit() and int(length) > MAX_BODY_BYTES:
        raise TooLarge(f"A body may have at most {MAX_BODY_BYTES // 1024} KiB.")
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError("the caller has gone")
        body += bytes(message.get("body", b""))
        if len(body) > MAX_BODY_BYTES:
            raise TooLarge(f"A body may have at most {MAX_BODY_BYTES // 1024} KiB.")
        if not message.get("more_body"):
            return body


async def _send(send: Callable[..., Any], response: HttpResponse, more: Mapping[str, str]) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers.items()]
    headers += [(name.encode("latin-1"), value.encode("latin-1")) for name, value in more.items()]
    headers += _SECURITY
    if response.status not in (204, 304):
        headers.append((b"content-length", b"%d" % len(response.body)))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})
