"""What happened, and who was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from relayboard.domain.deliveries import Delivery
from relayboard.domain.events import Event, SubjectKind
from relayboard.domain.people import Principal
from relayboard.domain.permissions import Action, Relation, require
from relayboard.ports.clock import Clock
from relayboard.services.visibility import visible
from relayboard.store.deliveries import deliveries_about, delivery_of
from relayboard.store.events import event_of, events_of, events_on
from relayboard.store.store import Listing, Store
from relayboard.store.task_lists import Slice
from relayboard.store.tasks import task_ref

DELIVERIES_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Happening:
    """An event and its rows in the delivery ledger."""

    event: Event
    deliveries: Sequence[Delivery]


class History:
    """The use cases of the log and the ledger. Raises NotFound, Forbidden, Invalid (cursor) and Unavailable."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def of_task(self, task_id: str, part: Slice, *, by: Principal) -> Listing[Happening]:
        """Return a page of what happened to a task, newest first, with who was told."""
        visible(self._store.get(task_ref(task_id)), by.role, by.user_id)
        query = events_of(SubjectKind.TASK, task_id, limit=part.limit)
        events = self._store.page(query, event_of, cursor=part.cursor)
        return Listing(self._with_deliveries(task_id, events.items), events.cursor)

    def audit(self, day: date | None, part: Slice, *, by: Principal) -> Listing[Event]:
        """Return a page of what happened on a day (UTC; today without one), newest first."""
        require(by.role, Relation.OTHER, Action.AUDIT_READ)
        day = day or self._clock.now().date()
        return self._store.page(events_on(day, limit=part.limit), event_of, cursor=part.cursor)

    def _with_deliveries(self, task_id: str, events: Sequence[Event]) -> list[Happening]:
        if not events:
            return []
        query = deliveries_about(
            SubjectKind.TASK,
            task_id,
            first_event_id=events[-1].id,
            last_event_id=events[0].id,
            limit=DELIVERIES_AT_ONCE,
        )
        told: dict[str, list[Delivery]] = {event.id: [] for event in events}
        for delivery in self._store.all(query, delivery_of):
            told.setdefault(delivery.event_id, []).append(delivery)
        return [Happening(event, told[event.id]) for event in events]
