"""What a route is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from importlib import import_module
from typing import Any, TypeAlias, get_args, get_origin

import msgspec

from relayboard.api.http import Answer
from relayboard.domain.permissions import Action

Endpoint: TypeAlias = Callable[..., Answer[Any]]


class Group(StrEnum):
    """Routes that need the same rights on AWS, and so can share a function and its role."""

    PUBLIC = "public"
    READ = "read"
    WRITE = "write"
    PEOPLE = "people"


@dataclass(frozen=True)
class Route:
    """One operation: where it is, what runs, who may.

    What an endpoint takes and answers is read from its signature: `body` and `query` are parsed into the structs
    that annotate them, any other parameter is the service of that name, `Answer[View]` is the answer.

    Attributes:
        path: below the API's root, with `{parameters}`.
        operation: unique; the name in OpenAPI, in logs and of the function on AWS.
        runs: the endpoint, or its place in `api.endpoints`: a module there is imported when it is first needed,
            so that a Lambda function imports only what it serves.
        action: the row of the permission matrix; `None` for everybody, signed in or not.
        status: of a successful answer.
        is_versioned: the answer has an ETag; a change honours `If-Match`.
        is_secret: the answer holds a secret, so it is remembered for no repetition.
    """

    method: str
    path: str
    operation: str
    runs: Endpoint | str
    action: Action | None
    group: Group
    status: int = 200
    is_versioned: bool = False
    is_secret: bool = False
    parameters: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        parts = self.path.split("/")
        object.__setattr__(self, "parameters", tuple(part[1:-1] for part in parts if part.startswith("{")))

    @cached_property
    def endpoint(self) -> Endpoint:
        """What runs."""
        if not isinstance(self.runs, str):
            return self.runs
        module, _, name = self.runs.partition(".")
        found: Endpoint = getattr(import_module(f"relayboard.api.endpoints.{module}"), name)
        return found

    @cached_property
    def takes(self) -> tuple[str, ...]:
        """Name the endpoint's parameters behind the request."""
        code = self.endpoint.__code__
        return code.co_varnames[1 : code.co_argcount]

    @property
    def services(self) -> tuple[str, ...]:
        """Name the services that the endpoint takes."""
        return tuple(name for name in self.takes if name not in ("body", "query"))

    @property
    def body(self) -> type[msgspec.Struct] | None:
        """The struct of the request's body."""
        return self.endpoint.__annotations__.get("body")

    @property
    def query(self) -> type[msgspec.Struct] | None:
        """The struct of the query string."""
        return self.endpoint.__annotations__.get("query")

    @property
    def view(self) -> Any:
        """The struct of the answer, or `NoneType`. Typed `Any` because it may be a parametrised generic."""
        returned: Any = self.endpoint.__annotations__["return"]
        if get_origin(returned) is not Answer:
            raise TypeError(f"{self.operation} must return Answer[…]")
        return get_args(returned)[0]
