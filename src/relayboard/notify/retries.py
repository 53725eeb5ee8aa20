"""How long to wait before trying again, and when to give up."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

_LATER_HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """Exponential backoff with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter").

    Attributes:
        first: upper bound of the pause after the first attempt; it doubles with each further one.
        longest: upper bound of every pause.
        attempts: how many, with the first; then it is given up.
        lease: how long an attempt may take, before others take its maker for dead.
        draw: returns a random share from 0 to 1.
    """

    first: timedelta = timedelta(seconds=1)
    longest: timedelta = timedelta(minutes=5)
    attempts: int = 12
    lease: timedelta = timedelta(seconds=60)
    draw: Callable[[], float] = random.random

    def are_used_up(self, attempts: int) -> bool:
        """Tell whether there is no attempt left."""
        return attempts >= self.attempts

    def pause(self, attempts: int) -> timedelta:
        """Return how long to wait after so many attempts (from 1)."""
        doublings = min(attempts - 1, 30)  # beyond that a timedelta overflows
        return min(self.longest, self.first * (1 << doublings)) * self.draw()


def around_a_day() -> Retries:
    """Return how often a receiver is tried that may be away for a day: 43 times in about 24 hours.

    Pauses are drawn from their later half only, so that all of them together hardly depend on luck.
    """
    return Retries(
        first=timedelta(seconds=5),
        longest=timedelta(hours=1),
        attempts=43,
        draw=_later_half,
    )


def around_a_day_by_minutes() -> Retries:
    """Return how often mail is tried: about 390 times in 24 hours, never more than 5 minutes apart."""
    return Retries(attempts=390, draw=_later_half)


def _later_half() -> float:
    return _LATER_HALF + random.random() * (1 - _LATER_HALF)  # noqa: S311 - no secret
