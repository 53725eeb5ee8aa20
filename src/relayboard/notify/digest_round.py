"""Puts digests together when they are due, and tells the rows that a digest covers how it ended.

A round may end anywhere, and two may run at once: whatever it does is found undone, or done, by the next. What is
gathered stands in an index until its end is known. A part of a digest is an event with an id made of the person,
the moment and its number, so the same part is recorded once; what it covers stands in it, so a row is in one
part only. It is then delivered as any event. Its own ledger row stands in another index from its end on, until all
rows that it covers have the same end; when it is sent again after a failure, it comes to stand there once more.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar

from relayboard.domain.deliveries import Delivery, DeliveryState
from relayboard.domain.events import Event, SubjectKind
from relayboard.domain.people import PersonRef
from relayboard.notify.audiences import audience_of
from relayboard.notify.digests import EVENTS_MAX, TASKS_MAX, covered_by, digest_id, digest_of
from relayboard.notify.timing import MAIL
from relayboard.notify.wishes import Wished
from relayboard.ports.clock import Clock
from relayboard.ports.table import MAX_WRITES, ConditionFailed, RaceLost, Write
from relayboard.store.deliveries import delivery_of, delivery_ref, save_delivery
from relayboard.store.digests import ended_digests, gathered_until
from relayboard.store.events import event_ref, record_event
from relayboard.store.store import Found, Ref, Store

PAGE = 300
T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(slots=True)
class RoundTally:
    """What a round has done: digests recorded, and rows that were told how their digest ended."""

    digests: int = 0
    rows: int = 0


class DigestRound:
    """One round after the other; any number of them may run at the same time."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._audience = audience_of(Wished(MAIL))

    def run(self, may_go_on: Callable[[], bool] = lambda: True) -> RoundTally:
        """Do all that is due now.

        Args:
            may_go_on: asked before each digest; what is left then is for the next round.

        Raises:
            Unavailable: the next round does the rest.
        """
        tally = RoundTally()
        for digest in self._store.all(ended_digests(limit=PAGE), delivery_of):
            if not may_go_on():
                return tally
            tally.rows += self._hand_on(digest)
        rows = self._store.all(gathered_until(self._clock.now(), limit=PAGE), delivery_of)
        for (due, _), gathered in groupby(rows, key=_digest_key):
            if not may_go_on():
                return tally
            tally.digests += self._put_together(due, list(gathered))
        return tally

    def _put_together(self, due: datetime, rows: Sequence[Delivery]) -> int:
        person = rows[0].person
        covered, part = self._known_parts(person.id, due)
        waiting = [row for row in rows if row.event_id not in covered]
        recorded = 0
        for some in _slices(waiting, EVENTS_MAX):
            for events in _parts(self._news(some)):
                if not self._commit([record_event(digest_of(person, due, events, part=part + recorded))]):
                    return recorded  # another round is at this digest, and may divide it in another way
                recorded += 1
        return recorded

    def _known_parts(self, user_id: str, due: datetime) -> tuple[set[str], int]:
        """Return what the digest tells of so far, and the number of its next part."""
        covered: set[str] = set()
        part = 0
        while digest := self._store.get(event_ref(SubjectKind.USER, user_id, digest_id(user_id, due, part))):
            covered.update(covered_by(digest))
            part += 1
        return covered, part

    def _news(self, rows: Sequence[Delivery]) -> list[Event]:
        """Return the events that the rows are about, as far as the person still wants and may hear of them."""
        refs = {row.event_id: event_ref(row.subject_kind, row.subject_id, row.event_id) for row in rows}
        events = self._store.fetch(*refs.values())
        found = self._store.fetch(*self._facts(rows, events, refs))
        whys = {row.event_id: self._why_not(row, events[refs[row.event_id]], found) for row in rows}
        now = self._clock.now()
        dropped = [(row, row.skipped(why, at=now)) for row in rows if (why := whys[row.event_id])]
        self._save_all(dropped)
        return [event for row in rows if not whys[row.event_id] and (event := events[refs[row.event_id]])]

    def _facts(self, rows: Sequence[Delivery], events: Found, refs: dict[str, Ref[Event]]) -> Iterator[Ref[Any]]:
        for row in rows:
            if event := events[refs[row.event_id]]:
                yield from self._audience.facts(event, self._hearers(event, row.person))

    def _why_not(self, row: Delivery, event: Event | None, found: Found) -> str | None:
        hearers = self._hearers(event, row.person) if event else ()
        if event is None or not hearers:
            return "There is nothing to tell any more."
        return self._audience.why_not(event, hearers[0], found)

    def _hearers(self, event: Event, person: PersonRef) -> tuple[Any, ...]:
        return tuple(one for one in self._audience.hearers(event) if one.person.id == person.id)

    def _hand_on(self, digest: Delivery) -> int:
        """Tell the rows that a digest covers how it ended."""
        event = self._store.get(event_ref(digest.subject_kind, digest.subject_id, digest.event_id))
        rows = self._covered_rows(event, digest) if event else []
        now = self._clock.now()
        pairs = [(row, row.carried_by(digest, at=now)) for row in rows]
        changes = [(before, after) for before, after in pairs if after != before]
        told = self._save_all(changes)
        if told == len(changes):
            self._commit([save_delivery(digest, digest.handed_on())])
        return told

    def _covered_rows(self, event: Event, digest: Delivery) -> list[Delivery]:
        refs = [delivery_ref(event_id, digest.channel, digest.person.id) for event_id in covered_by(event)]
        found = self._store.fetch(*refs)
        rows = [row for ref in refs if (row := found[ref]) is not None and row.digest_at is not None]
        # A row that has ended otherwise (because it was not wanted any more) keeps its own end.
        return [row for row in rows if row.state is not DeliveryState.SKIPPED]

    def _save_all(self, changes: Sequence[tuple[Delivery, Delivery]]) -> int:
        """Write rows down, as many at once as can be; return how many were."""
        saved = 0
        for some in _slices(changes, MAX_WRITES):
            writes = [save_delivery(before, after) for before, after in some]
            saved += len(writes) if self._commit(writes) else 0
        return saved

    def _commit(self, writes: Sequence[Write]) -> bool:
        """Write; false when another round was faster, or has been so and the index does not show it yet."""
        try:
            self._store.commit(writes)
        except (ConditionFailed, RaceLost) as error:
            log.info("digest_round_was_late", extra={"error": type(error).__name__})
            return False
        return True


def _digest_key(row: Delivery) -> tuple[datetime, str]:
    if row.digest_at is None:
        raise LookupError(row.event_id)  # the index holds no other rows
    return row.digest_at, row.person.id


def _slices(things: Sequence[T], longest: int) -> Iterator[Sequence[T]]:
    return (things[first : first + longest] for first in range(0, len(things), longest))


def _parts(events: Sequence[Event]) -> Iterator[list[Event]]:
    """Divide the events of a digest so that no part tells of too many tasks."""
    part: list[Event] = []
    tasks: set[str] = set()
    for event in events:
        if event.subject.id not in tasks and len(tasks) == TASKS_MAX:
            yield part
            part, tasks = [], set()
        part.append(event)
        tasks.add(event.subject.id)
    if part:
        yield part
