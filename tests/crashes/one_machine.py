"""Kills the one-machine home at every step of every channel, and counts what arrives at servers outside it."""

import multiprocessing
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.domain.events import Event
from relayboard.store.deliveries import delivery_ref
from relayboard.store.keys import FEED_PREFIXES
from tests.contract.mailer.smtp_server import Script, smtp_server
from tests.crashes.arrivals import Arrival, event_id_in, notice_ids, tally
from tests.crashes.child import Life, live
from tests.crashes.figures import Figures
from tests.crashes.fuse import READING, SENDING, WRITING
from tests.crashes.office import ACTING_OUTSIDE, CHANNELS, HEARERS, NOTICES_OF_AN_EVENT, comments, open_office
from tests.support.http_listener import Listener, answer
from tests.unit.notify.world import World

BATCH = 5
STEPS = {name: (*(SENDING if name in ACTING_OUTSIDE else WRITING), *READING) for name in CHANNELS}
EVENTS_FOR_EVERY_STEP = BATCH * max(map(len, STEPS.values()))
_LEASE = timedelta(seconds=61)
_PATIENCE_SECONDS = 60
_SEED = 20_260_101


@dataclass
class OneMachine:
    """A table, servers that take what its channels send, and processes that die."""

    database: Path
    world: World
    script: Script
    smtp: str
    listener: Listener
    figures: Figures = field(default_factory=lambda: Figures("one machine", keeps_order=True))
    chance: Random = field(default_factory=lambda: Random(_SEED))
    ahead: timedelta = timedelta()
    crashes: list[tuple[str, str, Sequence[Event]]] = field(default_factory=list)

    def run(self, events: int) -> Figures:
        """Record so many events, a few at a time, and kill every channel once while it tells of them."""
        for turn, first in enumerate(range(0, events, BATCH)):
            batch = [self.world.record(event) for event in comments(first, min(BATCH, events - first))]
            for channel in CHANNELS:
                self._kill(channel, STEPS[channel][turn % len(STEPS[channel])], batch)
        arrived = {channel: self._arrived(channel) for channel in CHANNELS}
        for channel, step, batch in self.crashes:
            tally(self.figures.at(channel, step), arrived[channel], batch, NOTICES_OF_AN_EVENT[channel])
        return self.figures

    def _kill(self, channel: str, step: str, batch: Sequence[Event]) -> None:
        nth = 1 if step in READING else self.chance.randint(1, len(batch) * NOTICES_OF_AN_EVENT[channel])
        process = self._start(channel, step, nth)
        process.join(_PATIENCE_SECONDS)
        assert process.exitcode == -signal.SIGKILL, f"{channel} was not killed {step}"
        # The next life begins when the dead one's lease is over.
        self.ahead += _LEASE
        process = self._start(channel, None, 0)
        try:
            _until(lambda: self._is_settled(channel, batch))
        finally:
            process.kill()
            process.join()
        self.crashes.append((channel, step, batch))

    def _start(self, channel: str, step: str | None, nth: int):
        hook = f"{self.listener.url}/{channel}"
        life = Life(self.database, self.smtp, hook, channel, step, nth, self.ahead)
        process = _processes().Process(target=live, args=(life,), daemon=True)
        process.start()
        return process

    def _is_settled(self, channel: str, batch: Sequence[Event]) -> bool:
        people = [one.id for one in HEARERS] if NOTICES_OF_AN_EVENT[channel] > 1 else [channel]
        rows = [delivery_ref(event.id, channel, person) for event in batch for person in people]
        found = self.world.store.fetch(*rows)
        return all((row := found[ref]) is not None and row.is_settled for ref in rows)

    def _arrived(self, channel: str) -> list[Arrival]:
        match channel:
            case "email":
                return [Arrival(mail["Message-ID"][1:27], mail["To"]) for mail in self.script.mails]
            case "inbox":
                return [Arrival(one, person.id) for person in HEARERS for one in notice_ids(self.world, person.id)]
        bodies = [one.body for one in self.listener.requests if one.path == f"/{channel}"]
        return [Arrival(event_id_in(body), channel) for body in bodies]


@contextmanager
def one_machine(folder: Path) -> Iterator[OneMachine]:
    """Open the table and the servers."""
    clock = SystemClock()
    database = folder / "relayboard.db"
    table = SqliteTable(database, clock=clock, feed=FEED_PREFIXES)
    world = open_office(World(clock=clock, table=table))
    with smtp_server() as mail, Listener(lambda _: [answer(b"ok")]) as listener:
        yield OneMachine(database, world, mail.script, mail.url, listener)
    table.close()


def _processes():
    # Children are made of a process that has everything imported and no thread, in milliseconds.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.crashes.child"])
    return context


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "not everybody was told"
        time.sleep(0.01)
