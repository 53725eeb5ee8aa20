"""Events and deliveries as they are answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from relayboard.api.views.pages import Moment, PersonRefView, View
from relayboard.domain.deliveries import OutcomeKind
from relayboard.domain.events import EventType, SubjectKind


class SubjectView(View):
    """What an event is about, with the name that it had then."""

    kind: SubjectKind
    id: str
    title: str


class OutcomeView(View):
    """What a mail service said of a mail after it took it."""

    kind: OutcomeKind
    at: Moment
    reason: str | None
    is_permanent: bool


class DeliveryView(View):
    """What became of one notice to one person."""

    event_id: str
    channel: str
    person: PersonRefView
    state: str
    reason: str | None
    attempts: int
    attempts_in_all: int
    receipt: str | None
    outcome: OutcomeView | None
    updated_at: Moment


class EventView(View):
    """Something that happened, and who was told."""

    id: str
    type: EventType
    at: Moment
    actor: PersonRefView
    subject: SubjectView
    before: Mapping[str, Any]  # any JSON: msgspec knows no recursive aliases
    after: Mapping[str, Any]
    people: Sequence[PersonRefView]
    deliveries: Sequence[DeliveryView]
