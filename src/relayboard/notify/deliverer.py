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

What a person wants later waits where everything waits that is tried again; what they want in a digest stands in an
index of its own, and `digest_round` settles it.

A notice that has to be tried again holds up those that come after it, about the same thing to the same person. Who
starts anew reads first what is late (`retry_due`). So nobody hears of the end before the beginning, as long as one
Deliverer does all of a channel's work. While the receiving side is away as a whole, nothing else is tried in vain.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from relayboard.domain.deliveries import Delivery
from relayboard.domain.errors import Unavailable
from relayboard.domain.events import Event
from relayboard.notify.audiences import audience_of
from relayboard.notify.channels import Away, Channel, Delivered, Refused, TryAgain
from relayboard.notify.endpoint import EndpointChannel
from relayboard.notify.order import Order
from relayboard.notify.recipients import Recipient
from relayboard.notify.retries import Retries
from relayboard.notify.subscribers import NotNow
from relayboard.notify.timing import Later
from relayboard.ports.clock import Clock
from relayboard.ports.table import ConditionFailed, Item, RaceLost, Write
from relayboard.store.deliveries import delivery_of, delivery_ref, save_delivery, unfinished_deliveries
from relayboard.store.events import event_of, event_ref, is_event
from relayboard.store.store import Found, Ref, Store

RETRIES_AT_ONCE = 10
LATE_AT_FIRST = 1000
_RESTS = Retries(first=timedelta(seconds=1), longest=timedelta(seconds=30), draw=lambda: 1.0)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Turn:
    """One recipient's turn: the ledger row as it was read (`None`: there is none), and what it is about."""

    stored: Delivery | None
    delivery: Delivery
    recipient: Recipient
    event: Event
    found: Found


class _Wait(NamedTuple):
    """Why an attempt does not begin, and until when."""

    reason: str
    until: datetime


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
        self._order = Order()
        self._knows_what_is_late = False
        self._aways = 0
        self._rests_until: datetime | None = None

    @property
    def name(self) -> str:
        return self._audience.name

    def wants(self, item: Item) -> bool:
        return is_event(item)

    def handle(self, item: Item) -> None:
        """Tell everybody of the event that an item is.

        Raises:
            NotNow: the receiving side is away.
            Unavailable.
        """
        if self.rests_until:
            raise NotNow
        event = event_of(item)
        self.tell(event, self._audience.hearers(event))

    @property
    def rests_until(self) -> datetime | None:
        """Until when nothing is tried, because the receiving side is away; `None` when it is not."""
        rests_until = self._rests_until
        return rests_until if rests_until is not None and self._clock.now() < rests_until else None

    def retry_due(self) -> datetime | None:
        unfinished = self._unfinished()
        for delivery in unfinished[:RETRIES_AT_ONCE]:
            if rests_until := self.rests_until:
                return rests_until
            if not delivery.may_begin(self._clock.now()):
                return delivery.lease_until
            self._retry(delivery)
        return self._clock.now() if unfinished else None

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
        present = (row for ref in rows if (row := found[ref]) is not None)
        unfinished = [row for row in present if not row.is_settled and row.digest_at is None]
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

    def _unfinished(self) -> Sequence[Delivery]:
        """Return what is begun, the one due first in front; at first also what of it keeps others waiting."""
        limit = RETRIES_AT_ONCE if self._knows_what_is_late else LATE_AT_FIRST
        found = self._store.page(unfinished_deliveries(self.name, limit=limit), delivery_of).items
        if not self._knows_what_is_late:
            for delivery in found:
                if delivery.attempts:
                    self._order.note(delivery)
            self._knows_what_is_late = True
        return found

    def _retry(self, delivery: Delivery) -> None:
        event = self._store.get(event_ref(delivery.subject_kind, delivery.subject_id, delivery.event_id))
        hearers = self._audience.hearers(event) if event else ()
        concerned = [one for one in hearers if one.person.id == delivery.person.id]
        if event is None or not concerned:
            self._save(delivery, delivery.skipped("There is nothing to tell any more.", at=self._clock.now()))
            return
        self.tell(event, concerned)

    def _read(self, event: Event, people: tuple[Recipient, ...]) -> Found:
        rows = (row for recipient in people for row in self._rows(event, recipient))
        return self._store.fetch(*self._audience.facts(event, people), *rows)

    def _rows(self, event: Event, recipient: Recipient) -> Iterator[Ref[Delivery]]:
        """Refer to somebody's row, and to that of the notice before it that is late."""
        yield delivery_ref(event.id, self.name, recipient.person.id)
        planned = Delivery.planned(event, self.name, recipient.person, at=self._clock.now())
        if earlier := self._order.before(planned):
            yield delivery_ref(earlier, self.name, recipient.person.id)

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
        elif later := self._later(turn):
            self._postpone(turn, later)
        elif wait := self._wait(turn):
            self._put_off(turn.stored, turn.delivery.put_off(wait.reason, at=now, until=wait.until))
        else:
            self._begin(turn)

    def _later(self, turn: _Turn) -> Later | None:
        is_begun = turn.delivery.attempts_in_all > 0
        now = self._clock.now()
        return self._audience.later(turn.event, turn.recipient, turn.found, now=now, is_begun=is_begun)

    def _postpone(self, turn: _Turn, later: Later) -> None:
        now = self._clock.now()
        if not later.is_gathered:
            self._put_off(turn.stored, turn.delivery.put_off(later.reason, at=now, until=later.until))
        else:
            self._save(turn.stored, turn.delivery.gathered(later.reason, at=now, due=later.until))

    def _wait(self, turn: _Turn) -> _Wait | None:
        """Say what an attempt has to wait for."""
        if rests_until := self.rests_until:
            return _Wait(turn.delivery.reason or "The receiving side was away.", rests_until)
        earlier = self._order.before(turn.delivery)
        if earlier is None:
            return None
        row = turn.found[delivery_ref(earlier, self.name, turn.recipient.person.id)]
        if row is None or row.is_settled or row.digest_at is not None:
            self._order.forget(turn.delivery, earlier)
            return None
        return _Wait("An earlier notice has to arrive first.", row.lease_until or row.updated_at)

    def _put_off(self, before: Delivery | None, after: Delivery) -> None:
        if self._save(before, after) and not after.is_settled:
            self._order.note(after)

    def _rest(self, *, is_away: bool) -> None:
        self._aways = self._aways + 1 if is_away else 0
        self._rests_until = None
        if is_away:
            pause = _RESTS.pause(self._aways)
            self._rests_until = self._clock.now() + pause
            log.warning("channel_away", extra={"channel": self.name, "seconds": pause.total_seconds()})

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
            self._rest(is_away=False)
            self._save(stored, begun.failed(str(error), at=self._clock.now()))
        except TryAgain as error:
            self._rest(is_away=isinstance(error, Away))
            self._put_off(stored, self._after_trouble(begun, error))
        else:
            self._rest(is_away=False)
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
        if after.is_settled:
            self._order.forget(after, after.event_id)
        facts = {"event_id": after.event_id, "channel": after.channel, "user_id": after.person.id}
        log.info("delivery_%s", after.state.value, extra={**facts, "attempts": after.attempts})
        return True
