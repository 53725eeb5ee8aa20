"""The local user pool over HTTP: AWS JSON 1.1, the keys, and the discovery document."""

import logging
import uuid
from collections.abc import Sequence

import anyio
from anyio.to_thread import run_sync
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from relayboard.adapters.local_pool.errors import CognitoError, too_many_requests
from relayboard.adapters.local_pool.pool import LocalPool
from relayboard.adapters.local_pool.protocol import OPERATIONS

LONGEST_BODY = 64 * 1024

_TARGET = "AWSCognitoIdentityProviderService."
_MEDIA_TYPE = "application/x-amz-json-1.1"
_HASHING_AT_ONCE = 2
_MOST_WAITING = 200
_STATUS = {"InternalErrorException": 500, "RequestEntityTooLargeException": 413}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "POST, OPTIONS",
    "Access-Control-Allow-Headers": "amz-sdk-invocation-id, amz-sdk-request, cache-control, content-type, "
    "x-amz-target, x-amz-user-agent",
    "Access-Control-Max-Age": "7200",
}
_log = logging.getLogger(__name__)


def cognito_app(pool: LocalPool, *, origins: Sequence[str] = ()) -> ASGIApp:
    """Return the application to mount at `/cognito` (and to route `/cognito` itself to).

    Args:
        origins: whose pages may call operations; `scheme://host[:port]` each.
    """
    return _Cognito(pool, origins)


class _Cognito:
    def __init__(self, pool: LocalPool, origins: Sequence[str]) -> None:
        self._pool = pool
        self._origins = frozenset(origins)
        self._hashing = anyio.CapacityLimiter(_HASHING_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._respond(request)
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=self._cors(request, _PREFLIGHT))
        if request.method == "POST":
            return await self._operation(request)
        return self._document(request.url.path)

    def _document(self, path: str) -> Response:
        documents = {"jwks.json": self._pool.jwks, "openid-configuration": self._pool.discovery}
        folder, _, name = path.rpartition("/")
        if name not in documents or not folder.endswith(f"/{self._pool.pool_id}/.well-known"):
            return JSONResponse({"message": "Not found."}, status_code=404)
        headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}
        return JSONResponse(documents[name](), headers=headers)

    async def _operation(self, request: Request) -> Response:
        request_id = str(uuid.uuid4())
        headers = {"x-amzn-RequestId": request_id, "Cache-Control": "no-store", **self._cors(request, {})}
        try:
            answer = await self._answer(request)
        except CognitoError as error:
            return _refusal(error, headers)
        except Exception:  # noqa: BLE001 - this is the edge: whatever nobody foresaw is logged here, once
            _log.exception("cognito_failed request_id=%s", request_id)
            return _refusal(CognitoError("InternalErrorException", "Something went wrong."), headers)
        return JSONResponse(answer, headers=headers, media_type=_MEDIA_TYPE)

    async def _answer(self, request: Request) -> object:
        target = request.headers.get("x-amz-target", "")
        name = target.removeprefix(_TARGET) if target.startswith(_TARGET) else ""
        body = await _body(request)
        source = request.client.host if request.client else ""
        operation = OPERATIONS.get(name)
        limiter = self._hashing if operation and operation.is_costly else None
        if limiter and limiter.statistics().tasks_waiting >= _MOST_WAITING:
            raise too_many_requests()
        return await run_sync(lambda: self._pool.call(name, body, source=source), limiter=limiter)

    def _cors(self, request: Request, more: dict[str, str]) -> dict[str, str]:
        origin = request.headers.get("origin", "")
        if origin not in self._origins:
            return {"Vary": "Origin"}
        exposed = {"Access-Control-Expose-Headers": "x-amzn-errortype, x-amzn-requestid"}
        return {"Vary": "Origin", "Access-Control-Allow-Origin": origin, **exposed, **more}


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_BODY:
            raise CognitoError("RequestEntityTooLargeException", "The body is too large.")
    return bytes(body)


def _refusal(error: CognitoError, headers: dict[str, str]) -> Response:
    content = {"__type": error.code, "message": str(error)}
    status = _STATUS.get(error.code, 400)
    return JSONResponse(content, status, {**headers, "x-amzn-errortype": error.code}, _MEDIA_TYPE)
