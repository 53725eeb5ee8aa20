"""Tells everybody who is to hear of an event through one channel, and keeps the ledger of it.

An attempt is claimed before it begins: a conditional write, under which the row stands in the index of what is
unfinished, due when the lease ends. So a claim is also the durable retry, and a process that dies at any point
leaves nothing behind that is not found again: before the claim the feed's position has not moved on, after it
the index has the row. A settled row is final; a repeated event sends nothing.

One window stays open, as between any two systems without a common transaction: when the process dies after the
mail server's "accepted" and before the settling write, the next attempt sends the same mail again. It carries
the same Message-ID, so that the receiving side can drop it. When only the settling write fails and the process
lives, the receipt is remembered and nothing is sent twice. Channels that do nothing but write (`acts_outside`
is false) write together with their row and have no such window.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from relayboard.domain.deliveries import Delivery
from relayboard.domain.errors import Unavailable
from relayboard.domain.events import Event
from relayboard.notify.audiences import audience_of
from relayboard.notify.channels import Channel, Delivered, Refused, TryAgain
from relayboard.notify.endpoint import EndpointChannel
from relayboard.notify.recipients import Recipient
from relayboard.notify.retries import Retries
from relayboard.ports.clock import Clock
from relayboard.ports.table import ConditionFailed, Item, RaceLost, Write
from relayboard.store.deliveries import delivery_of, delivery_ref, save_delivery, unfinished_deliveries
from relayboard.store.events import event_of, event_ref, is_event
from relayboard.store.store import Found, Store

RETRIES_AT_ONCE = 10

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Turn:
    """One recipient's turn: the ledger row as it was read (`None`: there is none), and what it is about."""

    stored: Delivery | None
    delivery: Delivery
    recipient: Recipient
    event: Event
    found: Found


class Deliverer:
    """Subscribes a channel to the events. One thread at a time may use one Deliverer."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        channel: Channel | EndpointChannel,
        *,
        retries: Retries | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._audience = audience_of(channel)
        self._retries = retries or Retries()
        self._unsettled: dict[tuple[str, str], Delivered] = {}

    @property
    def name(self) -> str:
        return self._audience.name

    def wants(self, item: Item) -> bool:
        return is_event(item)

    def handle(self, item: Item) -> None:
        event = event_of(item)
        self.tell(event, self._audience.hearers(event))

    def retry_due(self) -> datetime | None:
        unfinished = self._store.page(unfinished_deliveries(self.name, limit=RETRIES_AT_ONCE), delivery_of)
        for delivery in unfinished.items:
            if not delivery.may_begin(self._clock.now()):
                return delivery.lease_until
            self._retry(delivery)
        return self._clock.now() if unfinished.items else None

    def waits_until(self, item: Item) -> datetime | None:
        """Return when the next attempt at an event that was handled may begin; `None` when there will be none.

        Raises:
            Unavailable.
        """
        event = event_of(item)
        rows = [delivery_ref(event.id, self.name, one.person.id) for one in self._audience.hearers(event)]
        if not rows:
            return None
        found = self._store.fetch(*rows)
        unfinished = [row for ref in rows if (row := found[ref]) is not None and not row.is_settled]
        return min((row.lease_until or row.updated_at for row in unfinished), default=None)

    def tell(self, event: Event, people: Iterable[Recipient]) -> None:
        """Tell these people of an event, unless they have been told.

        Raises:
            Unavailable: not everybody's turn has come; call again.
        """
        people = tuple(people)
        if not people:
            return
        found = self._read(event, people)
        for recipient in people:
            turn = self._turn(event, recipient, found)
            if turn.delivery.may_begin(self._clock.now()):
                self._take(turn)

    def _retry(self, delivery: Delivery) -> None:
        event = self._store.get(event_ref(delivery.subject_kind, delivery.subject_id, delivery.event_id))
        hearers = self._audience.hearers(event) if event else ()
        concerned = [one for one in hearers if one.person.id == delivery.person.id]
        if event is None or not concerned:
            self._save(delivery, delivery.skipped("There is nothing to tell any more.", at=self._clock.now()))
            return
        self.tell(event, concerned)

    def _read(self, event: Event, people: tuple[Recipient, ...]) -> Found:
        rows = (delivery_ref(event.id, self.name, recipient.person.id) for recipient in people)
        return self._store.fetch(*self._audience.facts(event, people), *rows)

    def _turn(self, event: Event, recipient: Recipient, found: Found) -> _Turn:
        stored = found[delivery_ref(event.id, self.name, recipient.person.id)]
        planned = Delivery.planned(event, self.name, recipient.person, at=self._clock.now())
        return _Turn(stored, stored or planned, recipient, event, found)

    def _take(self, turn: _Turn) -> None:
        now = self._clock.now()
        if why_not := self._audience.why_not(turn.event, turn.recipient, turn.found):
            self._save(turn.stored, turn.delivery.skipped(why_not, at=now))
        elif self._retries.are_used_up(turn.delivery.attempts):
            self._save(turn.stored, turn.delivery.failed(turn.delivery.reason or "It never finished.", at=now))
        else:
            self._begin(turn)

    def _begin(self, turn: _Turn) -> None:
        now = self._clock.now()
        begun = turn.delivery.begun(at=now, lease_until=now + self._retries.lease)
        stored = turn.stored
        if self._audience.acts_outside:
            if not self._save(stored, begun):
                return
            stored = begun
        self._finish(stored, begun, turn)

    def _finish(self, stored: Delivery | None, begun: Delivery, turn: _Turn) -> None:
        """Make the attempt and write down how it went."""
        name = (begun.event_id, begun.person.id)
        try:
            delivered = self._unsettled.get(name) or self._audience.deliver(turn.event, turn.recipient, turn.found)
        except Refused as error:
            self._save(stored, begun.failed(str(error), at=self._clock.now()))
        except TryAgain as error:
            self._save(stored, self._after_trouble(begun, error))
        else:
            self._unsettled[name] = delivered
            self._save(stored, begun.sent(delivered.receipt, at=self._clock.now()), *delivered.writes)
            del self._unsettled[name]

    def _after_trouble(self, begun: Delivery, error: TryAgain) -> Delivery:
        now, reason = self._clock.now(), str(error)
        if self._retries.are_used_up(begun.attempts):
            return begun.failed(reason, at=now)
        return begun.put_off(reason, at=now, until=now + max(error.after, self._retries.pause(begun.attempts)))

    def _save(self, before: Delivery | None, after: Delivery, *writes: Write) -> bool:
        """Write a row down; false when somebody else has taken it on meanwhile."""
        try:
            self._store.commit([save_delivery(before, after), *writes])
        except ConditionFailed:
            return False
        except RaceLost as error:
            raise Unavailable("Others are writing this ledger row.") from error
        facts = {"event_id": after.event_id, "channel": after.channel, "user_id": after.person.id}
        log.info("delivery_%s", after.state.value, extra={**facts, "attempts": after.attempts})
        return True
