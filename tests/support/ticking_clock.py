"""A clock that never tells the same moment twice."""

import threading
from datetime import timedelta

from tests.support.clock import HandClock


class TickingClock(HandClock):
    """Goes on by a millisecond whenever it is asked, so that what happened later is later."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()

    def now(self):
        with self._lock:
            self._now += timedelta(milliseconds=1)
            return self._now
