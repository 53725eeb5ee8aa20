"""Where a card stands in its column: a fractional index.

A position is a string over `0-9A-Za-z`, compared as text, smallest on top; between any two different
positions there is always another (the idea is David Greenspan's, "Implementing Fractional Indexing").
It must not end in `0`, because nothing would fit between `x` and `x0`.
"""

from datetime import UTC, datetime, timedelta

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
POSITION_MAX = 200
POSITION_PATTERN = r"^[0-9A-Za-z]*[1-9A-Za-z]$"
_TIME_DIGITS = 9  # 62^9 microseconds: 429 years
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 62**_TIME_DIGITS - 1


def on_top(now: datetime, *, spread: int) -> str:
    """Return a position above every one that was made on top before `now`.

    Newer is smaller: the time counts down, so that no neighbour has to be read first.

    Args:
        spread: any number; keeps two cards of the same microsecond apart.
    """
    left = _LATEST - (now - _EPOCH) // timedelta(microseconds=1)  # a float would round microseconds
    digits = []
    for _ in range(_TIME_DIGITS):
        left, digit = divmod(left, 62)
        digits.append(DIGITS[digit])
    return "".join(reversed(digits)) + DIGITS[spread // 61 % 62] + DIGITS[1 + spread % 61]


def between(above: str, below: str | None) -> str:
    """Return a position under `above` and over `below`.

    Args:
        above: the upper neighbour; `""` for the top of the column.
        below: the lower neighbour; `None` for the bottom.

    Raises:
        ValueError: `above` is not smaller than `below`.
    """
    if below is not None and above >= below:
        raise ValueError("the upper neighbour must be smaller than the lower one")
    if below is not None:
        common = 0
        while (above[common] if common < len(above) else "0") == below[common]:
            common += 1
        if common:
            return below[:common] + between(above[common:], below[common:])
    first = DIGITS.index(above[0]) if above else 0
    last = DIGITS.index(below[0]) if below is not None else len(DIGITS)
    if last - first > 1:
        return DIGITS[(first + last) // 2]
    if below is not None and len(below) > 1:
        return below[0]
    return DIGITS[first] + between(above[1:], None)


def position_problem(position: str) -> str | None:
    """Say what is wrong with a position that somebody sent, or nothing."""
    if len(position) > POSITION_MAX:
        return f"Must have at most {POSITION_MAX} characters."
    if not (position.isascii() and position.isalnum() and not position.endswith("0")):
        return "Must consist of 0-9, A-Z, a-z and not end in 0."
    return None
