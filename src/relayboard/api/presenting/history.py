"""What happened, and who was told."""

from typing import Any

from relayboard.api.presenting.pages import ref_view
from relayboard.api.views.history import DeliveryView, EventView, OutcomeView, SubjectView
from relayboard.domain.deliveries import Delivery, Outcome
from relayboard.domain.events import Event
from relayboard.services.history import Happening


def event_view(event: Event) -> EventView:
    return happening_view(Happening(event, ()))


def happening_view(happening: Happening) -> EventView:
    event = happening.event
    return EventView(
        id=event.id,
        **event_facts(event),
        people=[ref_view(person) for person in event.people],
        deliveries=[delivery_view(delivery) for delivery in happening.deliveries],
    )


def event_facts(event: Event) -> dict[str, Any]:
    """Return the fields that every view of an event has, each of its own type."""
    return {
        "type": event.type,
        "at": event.at,
        "actor": ref_view(event.actor),
        "subject": SubjectView(kind=event.subject.kind, id=event.subject.id, title=event.subject.title),
        "before": event.before,
        "after": event.after,
    }


def delivery_view(delivery: Delivery) -> DeliveryView:
    return DeliveryView(**delivery_facts(delivery))


def delivery_facts(delivery: Delivery) -> dict[str, Any]:
    """Return the fields that every view of a delivery has, each of its own type."""
    return {
        "event_id": delivery.event_id,
        "channel": delivery.channel,
        "person": ref_view(delivery.person),
        "state": delivery.state.value,
        "reason": delivery.reason,
        "attempts": delivery.attempts,
        "attempts_in_all": delivery.attempts_in_all,
        "receipt": delivery.receipt,
        "outcome": None if delivery.outcome is None else _outcome(delivery.outcome),
        "updated_at": delivery.updated_at,
    }


def _outcome(outcome: Outcome) -> OutcomeView:
    return OutcomeView(kind=outcome.kind, at=outcome.at, reason=outcome.reason, is_permanent=outcome.is_permanent)
