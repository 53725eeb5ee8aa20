"""Drives the subscribers on one machine: a thread for each, so that none waits for another."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from relayboard.domain.errors import RelayboardError
from relayboard.local.tail import BATCH, Tail
from relayboard.notify.retries import Retries
from relayboard.notify.subscribers import Subscriber
from relayboard.ports.changes import Changes
from relayboard.ports.clock import Clock
from relayboard.store.store import Store

LONGEST_WAIT_SECONDS = 0.5
SHORTEST_WAIT_SECONDS = 0.05
FORGET_EVERY_SECONDS = 5.0
STORE_EVERY_SECONDS = 1.0
GATHER_SECONDS = 0.02
REMEMBERED_POSITIONS = 10_000
TROUBLE = Retries(first=timedelta(seconds=0.2), longest=timedelta(seconds=10))

log = logging.getLogger(__name__)


class Dispatcher:
    """Runs subscribers until it is stopped.

    Args:
        open_feed: called once for each subscriber, because a feed remembers what it has seen.
        trouble: how long a subscriber pauses when something it needs is away.
        wait_seconds: how long to wait for a change at a time; stopping may take as long.
        followers: the names of those who also read the feed, on their own, and report what they have behind them.
        forget_every_seconds: how often changes are let go that every subscriber has behind it.
        store_every_seconds: how often a subscriber's place in the feed is stored.
    """

    def __init__(
        self,
        store: Store,
        open_feed: Callable[[], Changes],
        clock: Clock,
        subscribers: Sequence[Subscriber],
        *,
        followers: Sequence[str] = (),
        trouble: Retries = TROUBLE,
        wait_seconds: float = LONGEST_WAIT_SECONDS,
        forget_every_seconds: float = FORGET_EVERY_SECONDS,
        store_every_seconds: float = STORE_EVERY_SECONDS,
    ) -> None:
        self._wait_seconds = wait_seconds
        self._forget_every_seconds = forget_every_seconds
        self._clock = clock
        self._trouble = trouble
        self._stopping = threading.Event()
        self._tails = [
            Tail(
                store,
                open_feed(),
                subscriber,
                is_stopping=self._stopping.is_set,
                store_every_seconds=store_every_seconds,
            )
            for subscriber in subscribers
        ]
        self._passed = Passed([*(subscriber.name for subscriber in subscribers), *followers])
        self._threads: list[threading.Thread] = []

    def note_passed(self, follower: str, positions: Sequence[str]) -> None:
        """Take note that a follower has these positions behind it; until then their changes are kept."""
        self._passed.add(follower, positions)

    def start(self) -> None:
        """Begin; returns at once."""
        for tail in self._tails:
            # Daemons: a mail server that keeps one of them waiting must not keep the program from ending.
            thread = threading.Thread(
                target=self._run, args=(tail,), name=f"subscriber-{tail.subscriber.name}", daemon=True
            )
            self._threads.append(thread)
            thread.start()

    def stop(self, timeout_seconds: float = 2.0) -> bool:
        """End after what is under way; false when some of it takes longer than the time (it loses nothing)."""
        self._stopping.set()
        deadline = time.monotonic() + timeout_seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _run(self, tail: Tail) -> None:
        troubles = 0
        while not self._stopping.is_set():
            try:
                self._turn(tail)
            except Exception as error:  # noqa: BLE001 - the edge of this thread, which must live on
                troubles += 1
                self._report(tail, error)
                self._stopping.wait(self._trouble.pause(troubles).total_seconds())
            else:
                troubles = 0
        self._settle(tail)

    def _settle(self, tail: Tail) -> None:
        try:
            tail.settle()
        except Exception as error:  # noqa: BLE001 - the edge of this thread; the next start does some things again
            self._report(tail, error)

    def _turn(self, tail: Tail) -> None:
        passed = tail.step()
        due = tail.subscriber.retry_due()
        if passed:
            self._passed.add(tail.subscriber.name, passed)
            if len(passed) < BATCH:
                # The first change after a quiet time is handled at once; those of a storm, several at a time.
                self._stopping.wait(GATHER_SECONDS)
            return
        if position := self._passed.by_all(every_seconds=self._forget_every_seconds):
            tail.forget(position)
        if not self._stopping.is_set():
            tail.wait(self._seconds_until(due))

    def _seconds_until(self, due: datetime | None) -> float:
        if due is None:
            return self._wait_seconds
        seconds = (due - self._clock.now()).total_seconds()
        return min(self._wait_seconds, max(SHORTEST_WAIT_SECONDS, seconds))

    def _report(self, tail: Tail, error: Exception) -> None:
        facts = {"subscriber": tail.subscriber.name, "error": type(error).__name__}
        if self._stopping.is_set():
            log.info("subscriber_interrupted", extra=facts)
        elif isinstance(error, RelayboardError):
            log.warning("subscriber_has_to_wait", extra=facts)
        else:
            log.error("subscriber_failed", extra=facts, exc_info=error)


class Passed:
    """Which changes every subscriber has behind it. Positions are opaque, so they are matched, not compared."""

    def __init__(self, names: Sequence[str]) -> None:
        self._lock = threading.Lock()
        self._positions = {name: deque[str](maxlen=REMEMBERED_POSITIONS) for name in names}
        self._asked_at = time.monotonic()

    def add(self, name: str, positions: Sequence[str]) -> None:
        """Take note that a subscriber has passed these positions."""
        with self._lock:
            self._positions[name].extend(positions)

    def by_all(self, *, every_seconds: float) -> str | None:
        """Return the last position that all have passed, once; `None` when there is none, or too soon."""
        with self._lock:
            if time.monotonic() - self._asked_at < every_seconds:
                return None
            self._asked_at = time.monotonic()
            first, *others = self._positions.values()
            sets = [set(positions) for positions in others]
            last = next((one for one in reversed(first) if all(one in positions for positions in sets)), None)
            if last is not None:
                self._drop_through(last)
            return last

    def _drop_through(self, last: str) -> None:
        for positions in self._positions.values():
            while positions.popleft() != last:
                pass
