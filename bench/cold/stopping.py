"""Holds a process to a share of a processor by stopping it, where control groups cannot be written."""

import os
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

_LOOK_SECONDS = 0.0005


class Stopping:
    """Stops a process for the rest of each period in which it has used up its share.

    Args:
        of_processor: the share, of one processor.
    """

    def __init__(self, pid: int, *, of_processor: float, period_seconds: float) -> None:
        self._pid = pid
        self._share = of_processor
        self._period = period_seconds
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Let the process alone, before it is ended or has ended."""
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        with suppress(ProcessLookupError, FileNotFoundError):
            while not self._is_over.is_set():
                self._run_for_a_period()

    def _run_for_a_period(self) -> None:
        end = time.monotonic() + self._period
        # A period's unused rest is lost, as it is with control groups.
        allowed = self._used() + self._share * self._period
        while time.monotonic() < end and not self._is_over.wait(_LOOK_SECONDS):
            if self._used() >= allowed:
                self._stop_until(end)

    def _stop_until(self, moment: float) -> None:
        os.kill(self._pid, signal.SIGSTOP)
        self._is_over.wait(max(0.0, moment - time.monotonic()))
        os.kill(self._pid, signal.SIGCONT)

    def _used(self) -> float:
        """Return the seconds of processor that all threads have used."""
        tasks = Path(f"/proc/{self._pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9
