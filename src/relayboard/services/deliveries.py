"""Deliveries that failed: what would have been sent, and sending it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from relayboard.domain.deliveries import Delivery, DeliveryState
from relayboard.domain.events import Event, EventType, Subject, SubjectKind
from relayboard.domain.people import PersonRef, Principal
from relayboard.domain.permissions import Action, Relation, require
from relayboard.services.once import Once
from relayboard.services.unit_of_work import UnitOfWork, UnitsOfWork
from relayboard.store.deliveries import (
    deliveries_failed_before,
    delivery_of,
    delivery_ref,
    failed_deliveries,
    save_delivery,
)
from relayboard.store.events import event_ref
from relayboard.store.store import Listing, Ref, Store
from relayboard.store.task_lists import Slice

REDRIVEN_AT_ONCE = 50  # one transaction writes them all, their event and the remembered answer

_LEDGER = Subject(SubjectKind.LEDGER, "deliveries", "Deliveries")


@dataclass(frozen=True, slots=True)
class DeliveryName:
    """What names a row of the ledger."""

    event_id: str
    channel: str
    user_id: str


@dataclass(frozen=True, slots=True)
class FailedDelivery:
    """A delivery that was given up, and the event of which it would tell; `None` when that is gone."""

    delivery: Delivery
    event: Event | None


@dataclass(frozen=True, slots=True)
class Redriven:
    """What became of a wish to send again.

    Attributes:
        taken: what is sent again now.
        not_failed: what was asked for and has not failed, or not any more.
        more: more was asked for than is taken up at once; ask again.
    """

    taken: Sequence[Delivery]
    not_failed: Sequence[DeliveryName] = ()
    more: bool = False


class Deliveries:
    """The use cases of the ledger, for admins. Raises Forbidden, Invalid (cursor) and Unavailable."""

    def __init__(self, store: Store, units: UnitsOfWork) -> None:
        self._store = store
        self._units = units

    def failed(self, part: Slice, *, by: Principal) -> Listing[FailedDelivery]:
        """Return a page of the deliveries that failed, newest first."""
        require(by.role, Relation.OTHER, Action.DELIVERY_MANAGE)
        listing = self._store.page(failed_deliveries(limit=part.limit), delivery_of, cursor=part.cursor)
        if not listing.items:
            return Listing([], listing.cursor)
        found = self._store.fetch(*map(_event_ref, listing.items))
        return listing.each(lambda delivery: FailedDelivery(delivery, found[_event_ref(delivery)]))

    def redrive(self, names: Sequence[DeliveryName], *, by: Principal, once: Once | None = None) -> Redriven:
        """Send some of them again: whoever tries first does so, and it is sent once.

        Args:
            names: REDRIVEN_AT_ONCE at most.

        Raises:
            Conflict: others are writing the same rows all the time.
            Replayed, KeyReused.
        """
        return self._units.attempt(lambda: self._redrive(names, by, once, more=False))

    def redrive_all(
        self, *, by: Principal, failed_before: datetime | None = None, once: Once | None = None
    ) -> Redriven:
        """Send those again that wait longest, REDRIVEN_AT_ONCE at most.

        Args:
            failed_before: leaves those alone that failed later, so that who goes on until there are no more
                comes to an end, though they fail again.

        Raises:
            As `redrive`.
        """

        def work() -> Redriven:
            moment = failed_before or self._units.now()
            query = deliveries_failed_before(moment, limit=REDRIVEN_AT_ONCE)
            page = self._store.page(query, delivery_of)
            return self._redrive([_name(one) for one in page.items], by, once, more=page.cursor is not None)

        return self._units.attempt(work)

    def _redrive(self, names: Sequence[DeliveryName], by: Principal, once: Once | None, *, more: bool) -> Redriven:
        refs = {name: delivery_ref(name.event_id, name.channel, name.user_id) for name in names}
        unit = self._units.begin(by, *refs.values(), once=once)
        require(unit.actor.role, Relation.OTHER, Action.DELIVERY_MANAGE)
        rows = {name: unit.found[ref] for name, ref in refs.items()}
        failed = [row for row in rows.values() if row is not None and _can_be_redriven(row)]
        redriven = [row.redriven(at=unit.now) for row in failed]
        taken = {_name(row) for row in redriven}
        result = Redriven(redriven, [name for name in rows if name not in taken], more)
        if redriven or once is not None:
            writes = [save_delivery(before, after) for before, after in zip(failed, redriven, strict=True)]
            unit.commit(writes, events=_events(unit, redriven), result=result)
        return result


def _can_be_redriven(row: Delivery) -> bool:
    # What a digest was to tell is sent again with that digest.
    return row.state is DeliveryState.FAILED and row.digest_at is None


def _events(unit: UnitOfWork, redriven: Sequence[Delivery]) -> list[Event]:
    if not redriven:
        return []
    people = {row.person.id: row.person for row in redriven}
    facts = [{"eventId": row.event_id, "channel": row.channel, "userId": row.person.id} for row in redriven]
    return [
        unit.event(
            EventType.DELIVERY_REDRIVEN,
            _LEDGER,
            after={"deliveries": facts},
            people=tuple[PersonRef, ...](people.values()),
        )
    ]


def _event_ref(delivery: Delivery) -> Ref[Event]:
    return event_ref(delivery.subject_kind, delivery.subject_id, delivery.event_id)


def _name(delivery: Delivery) -> DeliveryName:
    return DeliveryName(delivery.event_id, delivery.channel, delivery.person.id)
