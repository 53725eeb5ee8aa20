"""Ends a program at a named step, from outside: around the table, the mailer and the poster that it is given."""

import os
import signal
from collections.abc import Callable

from relayboard.ports.table import Put

SENDING = (
    "before the claim",
    "after the claim",
    "after sending",
    "before the ledger's row",
    "after the ledger's row",
)
WRITING = ("before the ledger's row", "after the ledger's row")
READING = ("before the place in the feed", "after the place in the feed")
REPEATING = frozenset({"after sending", "before the ledger's row"})
"""Where one more of what was under way may arrive, from channels that send; all other steps repeat nothing."""


def kill_this_process() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Fuse:
    """Blows when a step is reached for the n-th time; without a step, never."""

    def __init__(self, step: str | None, nth: int = 1, *, blow: Callable[[], None] = kill_this_process) -> None:
        self._step = step
        self._left = nth
        self._blow = blow

    def reach(self, step: str) -> None:
        if step == self._step:
            self._left -= 1
            if self._left == 0:
                self._blow()


class FusedTable:
    """A table with a fuse before and after the writes that matter."""

    def __init__(self, table, fuse: Fuse) -> None:
        self._table = table
        self._fuse = fuse

    def __getattr__(self, name):
        return getattr(self._table, name)

    def write(self, *writes) -> None:
        names = {name for write in writes if isinstance(write, Put) and (name := _name(write.item))}
        for name in names:
            self._fuse.reach(f"before {name}")
        self._table.write(*writes)
        for name in names:
            self._fuse.reach(f"after {name}")


class FusedMailer:
    """A mailer with a fuse behind it."""

    def __init__(self, mailer, fuse: Fuse) -> None:
        self._mailer = mailer
        self._fuse = fuse

    def send(self, mail) -> str:
        answer = self._mailer.send(mail)
        self._fuse.reach("after sending")
        return answer


class FusedPoster:
    """A poster with a fuse behind it."""

    def __init__(self, poster, fuse: Fuse) -> None:
        self._poster = poster
        self._fuse = fuse

    def post(self, headers, body):
        answer = self._poster.post(headers, body)
        self._fuse.reach("after sending")
        return answer


def _name(item) -> str | None:
    if str(item["SK"]).startswith("DELIVERY#"):
        if item["state"] == "sent":
            return "the ledger's row"
        return "the claim" if item["state"] == "pending" and item["attempts"] else None
    return "the place in the feed" if str(item["PK"]).startswith("CHANNEL#") else None
