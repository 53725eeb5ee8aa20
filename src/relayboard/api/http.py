"""Requests and answers as values: what a gateway hands in, and what goes back out."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from msgspec import Meta, Struct

T = TypeVar("T")

MAX_BODY_BYTES = 256 * 1024
ID_MAX = 64
Id = Annotated[str, Meta(min_length=1, max_length=ID_MAX)]
JSON_TYPE = "application/json"
NOTHING: Mapping[str, str] = MappingProxyType({})
# Of every answer: it is data, never a page.
SECURITY_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    }
)


class HttpRequest(Struct, frozen=True, kw_only=True):
    """A request as it came in, before anything was made of it.

    Attributes:
        path_parameters: by the names in the route's path, percent-decoded.
        query: name and value pairs, decoded, in their order.
        headers: by lower-case name.
        claims: of the verified token; `None` when there was none.
    """

    method: str
    path: str
    path_parameters: Mapping[str, str] = NOTHING
    query: Sequence[tuple[str, str]] = ()
    headers: Mapping[str, str] = NOTHING
    body: bytes = b""
    claims: Mapping[str, Any] | None = None
    request_id: str = ""


class HttpResponse(Struct, frozen=True):
    """An answer as it goes out; header names in lower case."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = NOTHING


class Answer(Struct, Generic[T], frozen=True):
    """What an endpoint returns: a view, or nothing, and further headers. The status is the route's."""

    view: T
    headers: Mapping[str, str] = NOTHING


class Raw(Struct, frozen=True):
    """A view that is not answered as JSON but as it is; a class of its own says what it is.

    Attributes:
        media_type: with its parameters, as `Content-Type` has it.
    """

    body: bytes
    media_type: ClassVar[str] = "application/octet-stream"


def entity_tag(version: int) -> dict[str, str]:
    """Return the header that names the version of what is answered."""
    return {"etag": f'"{version}"'}


def is_unchanged(request: HttpRequest, headers: Mapping[str, str]) -> bool:
    """Tell whether who reads has this answer already (RFC 9110 §13.1.2, "If-None-Match").

    Args:
        headers: of the answer; without an `etag` it is always new.
    """
    known, tag = request.headers.get("if-none-match"), headers.get("etag")
    if known is None or tag is None or request.method != "GET":
        return False
    tags = {one.strip().removeprefix("W/") for one in known.split(",")}
    return "*" in tags or tag.removeprefix("W/") in tags
