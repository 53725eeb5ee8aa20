"""Pages, and people as other things mention them."""

from collections.abc import Callable
from typing import TypeVar

from relayboard.api.views.pages import PageView, PersonRefView
from relayboard.domain.people import PersonRef
from relayboard.domain.tasks import Assignee
from relayboard.store.store import Listing

T = TypeVar("T")
V = TypeVar("V")


def page_view(listing: Listing[T], view: Callable[[T], V]) -> PageView[V]:
    return PageView(items=[view(item) for item in listing.items], next_cursor=listing.cursor)


def ref_view(person: PersonRef | Assignee) -> PersonRefView:
    return PersonRefView(id=person.id, name=person.name)
