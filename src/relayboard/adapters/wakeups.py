"""A signal from those who write to those who wait for something written."""

from threading import Condition


class Wakeup:
    """Counts writes, and lets others wait for the next one."""

    def __init__(self) -> None:
        self._condition = Condition()
        self._count = 0

    @property
    def count(self) -> int:
        """How many writes there have been."""
        return self._count

    def signal(self) -> None:
        """Wake all who wait."""
        with self._condition:
            self._count += 1
            self._condition.notify_all()

    def wait_beyond(self, count: int, timeout_seconds: float) -> None:
        """Return once there have been more writes than this, or after the time."""
        with self._condition:
            self._condition.wait_for(lambda: self._count > count, timeout_seconds)
