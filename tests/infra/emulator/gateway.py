"""API Gateway: functions fail through the gateway responses, tokens are ID tokens, plans show no drift."""

import json
import time
from collections.abc import Callable
from typing import Any

from replacing import need, replace, service

_FAILED = "Internal server error"


class _FunctionFailed(Exception):
    """A function threw, or answered what is no answer."""


def patch() -> None:
    gateway = service("apigateway_v1")
    need(gateway, "_GatewayError", "_gw_error", "_cognito_token_from_request", "_b64url_decode", "_resources")
    _keep_errors_inside(gateway)
    _take_id_tokens_only(gateway)
    _leave_mock_methods_empty(gateway)


def _keep_errors_inside(gateway: Any) -> None:
    """502 with API Gateway's own words and the headers of DEFAULT_5XX ("Handle Lambda errors in API Gateway")."""

    def make_shape(original: Callable[..., Any]) -> Callable[..., Any]:
        def shape(result: dict[str, Any]) -> Any:
            if result.get("error") or not _is_answer(result.get("body")):
                raise _FunctionFailed
            return original(result)

        return shape

    def make_invoke(original: Callable[..., Any]) -> Callable[..., Any]:
        async def invoke(*given: Any, **named: Any) -> Any:
            try:
                return await original(*given, **named)
            except _FunctionFailed:
                return gateway._GatewayError("DEFAULT_5XX", _FAILED, "InternalServerErrorException")

        return invoke

    def make_render(original: Callable[..., Any]) -> Callable[..., Any]:
        def render(error: Any, request: Any) -> Any:
            status, headers, body = original(error, request)
            is_function_error = error.response_type == "DEFAULT_5XX" and error.error_type is not None
            return (502 if is_function_error else status), headers, body

        return render

    replace(gateway, "_lambda_proxy_response", "3a5b91b76870", make_shape)
    replace(gateway, "_invoke_lambda_proxy_v1", "5651a96fa7ba", make_invoke)
    replace(gateway, "_gateway_error_response", "c0a3f091df36", make_render)


def _is_answer(body: Any) -> bool:
    try:
        answer = json.loads(body) if isinstance(body, str | bytes) else body
    except ValueError:
        return False
    return isinstance(answer, dict) and "statusCode" in answer and isinstance(answer.get("body"), str | None)


def _take_id_tokens_only(gateway: Any) -> None:
    """Without scopes on a method the token is an ID token ("Integrate a REST API with a user pool")."""

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        async def validate(authorizer: Any, method: dict[str, Any], headers: Any, query: Any, stage: Any) -> Any:
            claims, error = await original(authorizer, method, headers, query, stage)
            if error is not None:
                token = gateway._cognito_token_from_request(authorizer, headers, query, stage)
                return None, (
                    gateway._gw_error("UNAUTHORIZED", "The incoming token has expired")
                    if _is_old(gateway, token)
                    else error
                )
            if not method.get("authorizationScopes") and claims.get("token_use") != "id":
                return None, gateway._gw_error("UNAUTHORIZED", "Unauthorized")
            return claims, None

        return validate

    replace(gateway, "_validate_cognito_authorizer", "11c3eaecec67", make)


def _is_old(gateway: Any, token: str | None) -> bool:
    try:
        claims = json.loads(gateway._b64url_decode((token or "").split(".")[1]))
        return int(claims["exp"]) <= time.time()
    except (IndexError, KeyError, TypeError, ValueError):
        return False


def _leave_mock_methods_empty(gateway: Any) -> None:
    """A MOCK integration has no method of its own unless one was given, or every plan would replace it."""

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def put(api_id: str, resource_id: str, http_method: str, data: dict[str, Any]) -> Any:
            status, headers, body = original(api_id, resource_id, http_method, data)
            if data.get("type") == "MOCK" and "httpMethod" not in data and status == 201:
                method = gateway._resources[api_id][resource_id]["resourceMethods"][http_method]
                method["methodIntegration"].pop("httpMethod")
                body = json.dumps(
                    {key: value for key, value in json.loads(body).items() if key != "httpMethod"}
                ).encode()
            return status, headers, body

        return put

    replace(gateway, "_put_integration", "fd1a612acd01", make)
