"""By what a report on a mail finds the mail's row in the ledger."""

from collections.abc import Mapping
from typing import NamedTuple

_EVENT, _PERSON = "event", "person"


class Tagged(NamedTuple):
    """The event and the person that a mail was about."""

    event_id: str
    user_id: str


def tags_of(event_id: str, user_id: str) -> Mapping[str, str]:
    """Return the tags of a mail that tells a person of an event."""
    return {_EVENT: event_id, _PERSON: user_id}


def tagged(tags: Mapping[str, str]) -> Tagged | None:
    """Read the tags of a mail; `None` when it was none of ours."""
    event_id, user_id = tags.get(_EVENT), tags.get(_PERSON)
    return Tagged(event_id, user_id) if event_id and user_id else None
