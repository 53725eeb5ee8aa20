"""Requests and answers as values: what a gateway hands in, and what goes back out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")

MAX_BODY_BYTES = 256 * 1024
JSON_TYPE = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRequest:
    """A request as it came in, before anything was made of it.

    Attributes:
        path_parameters: by the names in the route's path, percent-decoded.
        query: name and value pairs, decoded, in their order.
        headers: by lower-case name.
        claims: of the verified token; `None` when there was none.
    """

    method: str
    path: str
    path_parameters: Mapping[str, str] = field(default_factory=dict)
    query: Sequence[tuple[str, str]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    claims: Mapping[str, Any] | None = None
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """An answer as it goes out; header names in lower case."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What an endpoint returns: a view, or nothing, and further headers. The status is the route's."""

    view: T
    headers: Mapping[str, str] = field(default_factory=dict)


def entity_tag(version: int) -> dict[str, str]:
    """Return the header that names the version of what is answered."""
    return {"etag": f'"{version}"'}
