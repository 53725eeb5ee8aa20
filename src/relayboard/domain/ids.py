"""ULIDs: 128-bit ids that sort by the time they were made (github.com/ulid/spec)."""

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)  # of the letters, by ten bits
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_RANDOM_BITS = 80
_LENGTH = 26
_TIME_LENGTH = 10
_START = datetime(1970, 1, 1, tzinfo=UTC)


def random_bits(count: int) -> int:
    """Return a number of so many bits that nobody can guess."""
    # `secrets` does the same and imports seven modules for its other functions.
    length = (count + 7) // 8
    return int.from_bytes(os.urandom(length)) >> (length * 8 - count)


def encode_ulid(milliseconds: int, randomness: int) -> str:
    """Write a time (ms since 1970, 48 bits) and 80 random bits as 26 characters."""
    number = milliseconds << _RANDOM_BITS | randomness
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(120, -1, -10)])


def first_ulid(moment: datetime) -> str:
    """Return what sorts before every ULID that is made from a moment on, and behind those from before it."""
    return encode_ulid(int(moment.timestamp() * 1000), 0)


def ulid_moment(ulid: str) -> datetime:
    """Return when a ULID was made (UTC).

    Raises:
        ValueError: it is none.
    """
    if len(ulid) != _LENGTH or not set(ulid) <= _VALUES.keys():
        raise ValueError(ulid)
    milliseconds = 0
    for letter in ulid[:_TIME_LENGTH]:
        milliseconds = milliseconds << 5 | _VALUES[letter]
    try:
        return _START + timedelta(milliseconds=milliseconds)
    except OverflowError as error:
        raise ValueError(ulid) from error


class Ulids:
    """Makes ULIDs that never go back, even when the clock does; safe to share between threads.

    Args:
        random_bits: returns a number of so many random bits.
    """

    def __init__(self, *, random_bits: Callable[[int], int] = random_bits) -> None:
        self._random_bits = random_bits
        self._lock = threading.Lock()
        self._last = (0, 0)

    def next(self, now: datetime) -> str:
        """Return an id greater than every one returned before."""
        milliseconds = int(now.timestamp() * 1000)
        with self._lock:
            last_milliseconds, last_random = self._last
            if milliseconds > last_milliseconds:
                self._last = (milliseconds, self._random_bits(_RANDOM_BITS - 1))
            else:
                self._last = (last_milliseconds, last_random + 1)
            return encode_ulid(*self._last)
