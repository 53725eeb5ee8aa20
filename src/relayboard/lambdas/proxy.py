"""API Gateway's proxy events as requests, and answers as it wants them.

The shapes are those of the Amazon API Gateway Developer Guide, "Lambda proxy integrations in API Gateway", with
payload format 1.0 of REST APIs.
"""

import binascii
from collections.abc import Mapping
from typing import Any

from relayboard.api.http import ID_MAX, MAX_BODY_BYTES, HttpRequest, HttpResponse
from relayboard.api.problems import TooLarge
from relayboard.api.route import Route
from relayboard.domain.errors import NotFound


def headers_of(event: Mapping[str, Any]) -> dict[str, str]:
    """Return the headers by lower-case name; of several with one name the last one counts."""
    several = event.get("multiValueHeaders") or {}
    found = {name.lower(): values[-1] for name, values in several.items() if values}
    return found | {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def request_of(
    event: Mapping[str, Any], route: Route, headers: Mapping[str, str], *, request_id: str
) -> HttpRequest:
    """Read a proxy event.

    Raises:
        NotFound: a part of the path is longer than any id.
        TooLarge: so is the body.
    """
    parameters = {name: _identifier(value) for name, value in (event.get("pathParameters") or {}).items()}
    path = route.path
    for name, value in parameters.items():
        path = path.replace("{" + name + "}", value)
    return HttpRequest(
        method=route.method,
        path=path,
        path_parameters=parameters,
        query=_query(event),
        headers=headers,
        body=b"" if route.method == "GET" else _body(event),
        claims=_claims(event),
        request_id=request_id,
    )


def answer_of(response: HttpResponse, *more: Mapping[str, str]) -> dict[str, Any]:
    """Return an answer with further headers."""
    headers = dict(response.headers)
    for further in more:
        headers |= further
    return {
        "statusCode": response.status,
        "headers": headers,
        "body": response.body.decode(),
        "isBase64Encoded": False,
    }


def _identifier(value: str) -> str:
    """Read an id, of whose letters none is ever escaped: so decoding once more than was needed does no harm."""
    if "%" in value:
        from urllib.parse import unquote  # 3 ms that no client of ours needs

        value = unquote(value)
    if not value or len(value) > ID_MAX:
        raise NotFound("thing")
    return value


def _query(event: Mapping[str, Any]) -> list[tuple[str, str]]:
    several = event.get("multiValueQueryStringParameters")
    if several:
        return [(name, value) for name, values in several.items() for value in values]
    return list((event.get("queryStringParameters") or {}).items())


def _body(event: Mapping[str, Any]) -> bytes:
    text: str = event.get("body") or ""
    # Half a surrogate pair is no UTF-8, which whoever reads the body will say.
    body = binascii.a2b_base64(text) if event.get("isBase64Encoded") else text.encode("utf-8", "surrogatepass")
    if len(body) > MAX_BODY_BYTES:
        raise TooLarge(f"A body may have at most {MAX_BODY_BYTES // 1024} KiB.")
    return body


def _claims(event: Mapping[str, Any]) -> Mapping[str, Any] | None:
    authorizer = event["requestContext"].get("authorizer") or {}
    return authorizer.get("claims") or None
