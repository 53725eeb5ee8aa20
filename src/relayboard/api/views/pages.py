"""What other answers are made of: pages, moments, people as other things mention them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Generic, TypeVar

from msgspec import Meta, Struct

T = TypeVar("T")
Moment = Annotated[datetime, Meta(tz=True)]


class View(Struct, rename="camel", kw_only=True):
    """Base of every answer."""


class PageView(View, Generic[T]):
    """A page of a list; `nextCursor` is null at its end."""

    items: Sequence[T]
    next_cursor: str | None = None


class PersonRefView(View):
    """A person as other things mention them."""

    id: str
    name: str
