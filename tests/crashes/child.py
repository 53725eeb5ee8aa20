"""One channel's part of the one-machine home, in a process that is killed."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from relayboard.adapters.https_poster import HttpsPoster
from relayboard.adapters.smtp_mailer import SmtpMailer
from relayboard.adapters.sqlite_changes import SqliteChanges, SqliteFeed
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.local.dispatcher import Dispatcher
from relayboard.notify.deliverer import Deliverer
from relayboard.store.keys import FEED_PREFIXES
from relayboard.store.store import Store
from tests.crashes.fuse import Fuse, FusedMailer, FusedPoster, FusedTable
from tests.crashes.office import channel

LONGEST_SECONDS = 600


class LaterClock(SystemClock):
    """Goes ahead, as if the program were started again only after a while."""

    def __init__(self, ahead: timedelta) -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        return super().now() + self._ahead


@dataclass(frozen=True)
class Life:
    """What a process does, and where it ends.

    Attributes:
        step: `None` lets it live until it is killed from outside.
        ahead: how far its clock goes ahead.
    """

    database: Path
    smtp: str
    hook: str
    channel: str
    step: str | None
    nth: int
    ahead: timedelta


def live(life: Life) -> None:
    """Deliver until the end."""
    clock = LaterClock(life.ahead)
    table = SqliteTable(life.database, clock=clock, feed=FEED_PREFIXES)
    fuse = Fuse(life.step, life.nth)
    store = Store(FusedTable(table, fuse))
    mailer = FusedMailer(SmtpMailer(life.smtp, sender="board@a.example", clock=clock), fuse)
    poster = FusedPoster(HttpsPoster(life.hook, allow_private=True), fuse)
    deliverer = Deliverer(store, clock, channel(life.channel, mailer, poster, clock))
    feed = SqliteFeed(table)
    Dispatcher(store, lambda: SqliteChanges(feed), clock, [deliverer], store_every_seconds=0.1).start()
    time.sleep(LONGEST_SECONDS)
