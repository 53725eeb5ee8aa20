"""What every use case that writes has in common: one read, the actor's standing, one write, another try."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from relayboard.domain.errors import Conflict, Forbidden, KeyReused
from relayboard.domain.events import Event, EventType, Fact, Subject
from relayboard.domain.ids import Ulids
from relayboard.domain.people import Person, PersonRef, Principal
from relayboard.ports.clock import Clock
from relayboard.ports.table import ConditionFailed, RaceLost, Write
from relayboard.services.once import Once, Replayed
from relayboard.store.events import record_event
from relayboard.store.people import person_ref
from relayboard.store.remembered import Remembered, remember, remembered_ref
from relayboard.store.store import Found, Ref, Store

T = TypeVar("T")

TRIES = 6
LONGEST_PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    """One read, in which the actor was found fit to write, and the write that follows it."""

    actor: Person
    found: Found
    now: datetime
    new_id: Callable[[], str]
    _store: Store
    _once: Once | None

    def event(
        self,
        kind: EventType,
        subject: Subject,
        *,
        before: Mapping[str, Fact] | None = None,
        after: Mapping[str, Fact] | None = None,
        people: tuple[PersonRef, ...] = (),
        watchers: tuple[PersonRef, ...] = (),
    ) -> Event:
        """Return what the actor has done now."""
        return Event(
            id=self.new_id(),
            type=kind,
            at=self.now,
            actor=self.actor.ref,
            subject=subject,
            before=before or {},
            after=after or {},
            people=people,
            watchers=watchers,
        )

    def commit(self, writes: Sequence[Write], *, events: Sequence[Event] = (), result: object = None) -> None:
        """Write all of it, the events and the remembered answer with it.

        Raises:
            ConditionFailed, RaceLost, Unavailable.
        """
        everything = [*writes, *(record_event(event) for event in events)]
        if self._once is not None:
            answer = Remembered(self._once.fingerprint, self._once.present(result))
            everything.append(remember(self.actor.id, self._once.key, answer, at=self.now))
        self._store.commit(everything)


class UnitsOfWork:
    """Begins units of work."""

    def __init__(self, store: Store, clock: Clock, ulids: Ulids) -> None:
        self._store = store
        self._clock = clock
        self._ulids = ulids

    def new_id(self) -> str:
        """Return an id that was never used."""
        return self._ulids.next(self._clock.now())

    def now(self) -> datetime:
        """Return the moment in which work would begin."""
        return self._clock.now()

    def begin(self, by: Principal, *refs: Ref[Any], once: Once | None = None) -> UnitOfWork:
        """Read the actor's profile together with what is to be changed.

        Raises:
            Forbidden: the actor has no profile, or was deactivated.
            Replayed: the request has taken effect before.
            KeyReused: its key belongs to another request.
            Unavailable.
        """
        answer = remembered_ref(by.user_id, once.key) if once else None
        found = self._store.fetch(*self._profile(by), *refs, *([answer] if answer else []))
        actor = self._actor(by, found)
        if once and answer and (before := found[answer]):
            if before.fingerprint != once.fingerprint:
                raise KeyReused("This idempotency key was used for another request.")
            raise Replayed(before.answer)
        return UnitOfWork(actor, found, self._clock.now(), self.new_id, self._store, once)

    def attempt(self, work: Callable[[], T]) -> T:
        """Do the work; when somebody else was faster, do it again on what they left.

        Raises:
            Conflict: others were faster every time.
        """
        for tried in range(TRIES):
            try:
                return work()
            except (ConditionFailed, RaceLost):
                import random  # 1 ms that only a lost race is worth

                time.sleep(random.uniform(0, LONGEST_PAUSE_SECONDS * tried))  # noqa: S311 - no secret
        raise Conflict("Others keep changing this at the same moment. Please try again.")

    def _profile(self, by: Principal) -> Sequence[Ref[Person]]:
        return (person_ref(by.user_id),)

    def _actor(self, by: Principal, found: Found) -> Person:
        return _fit(found[person_ref(by.user_id)])


def _fit(actor: Person | None) -> Person:
    if actor is None:
        raise Forbidden("You have no profile in this workspace.")
    if not actor.is_active:
        raise Forbidden("Your account has been deactivated.")
    return actor
