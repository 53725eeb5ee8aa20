"""What goes on beside the answering of requests, in a thread of its own."""

import threading
from abc import ABC, abstractmethod


class Background(ABC):
    """Takes one step after the other until it is stopped.

    Args:
        name: of the thread.
        first_pause: in seconds, before the first step.
    """

    def __init__(self, name: str, *, first_pause: float = 0.0) -> None:
        self._first_pause = first_pause
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End after the step that is under way."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        pause = self._first_pause
        while not self._stopping.wait(pause):
            pause = self._step()

    @abstractmethod
    def _step(self) -> float:
        """Do some work, and return for how many seconds to pause after it."""
