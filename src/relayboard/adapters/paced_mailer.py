"""A mailer that sends no faster than a mail server wants it."""

import time
from collections.abc import Callable
from threading import Lock

from relayboard.ports.mailer import Mail, Mailer


class Pace:
    """Lets callers through one by one, evenly, so many a second; any number of threads may share one."""

    def __init__(
        self,
        per_second: float,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._seconds = 1 / per_second
        self._now = now
        self._sleep = sleep
        self._lock = Lock()
        self._next = 0.0

    def wait(self) -> None:
        """Return when it is the caller's turn."""
        with self._lock:
            now = self._now()
            turn = max(now, self._next)
            self._next = turn + self._seconds
        if turn > now:
            self._sleep(turn - now)


class PacedMailer:
    """Sends through another mailer, at the pace that it shares with others."""

    def __init__(self, mailer: Mailer, pace: Pace) -> None:
        self._mailer = mailer
        self._pace = pace

    def send(self, mail: Mail) -> str:
        """Hand a mail over when it is its turn.

        Raises:
            MailRefused, MailerBusy.
        """
        self._pace.wait()
        return self._mailer.send(mail)
