"""Failed deliveries as they are answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from relayboard.api.views.history import DeliveryView, SubjectView
from relayboard.api.views.pages import Moment, PersonRefView, View
from relayboard.domain.events import EventType


class NewsView(View):
    """What a delivery would tell: an event, and the sentence that says it."""

    type: EventType
    at: Moment
    actor: PersonRefView
    subject: SubjectView
    before: Mapping[str, Any]  # any JSON: msgspec knows no recursive aliases
    after: Mapping[str, Any]
    text: str


class FailedDeliveryView(DeliveryView):
    """A delivery that was given up, and what would have been sent; null when nobody knows that any more."""

    news: NewsView | None


class DeliveryNameView(View):
    """What names a row of the ledger."""

    event_id: str
    channel: str
    user_id: str


class RedrivenView(View):
    """What is sent again now, what has not failed (any more), and whether more than that was asked for."""

    taken: Sequence[DeliveryView]
    not_failed: Sequence[DeliveryNameView]
    more: bool
