"""Calendars as calendar programs read them (RFC 5545, and RFC 7986 for names and refreshing)."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

LINE_MAX = 75  # octets, without the line break
Property = tuple[str, str]


def calendar(properties: Iterable[Property], events: Iterable[Sequence[Property]]) -> bytes:
    """Return a calendar with its events; names may carry parameters, values are written as they are given."""
    lines = [("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), *properties]
    for event in events:
        lines += [("BEGIN", "VEVENT"), *event, ("END", "VEVENT")]
    lines.append(("END", "VCALENDAR"))
    return b"".join(_folded(f"{name}:{value}") for name, value in lines)


def text(value: str) -> str:
    """Write down a text (§3.3.11)."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(escaped.splitlines())


def texts(values: Iterable[str]) -> str:
    """Write down a list of texts."""
    return ",".join(map(text, values))


def day(value: date) -> str:
    """Write down a calendar day (§3.3.4)."""
    return f"{value:%Y%m%d}"


def moment(value: datetime) -> str:
    """Write down a moment, in UTC (§3.3.5)."""
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _folded(line: str) -> bytes:
    """Break a line where it becomes too long, but never within a character (§3.1)."""
    data = line.encode()
    parts, start, room = [], 0, LINE_MAX
    while len(data) - start > room:
        end = start + room
        while data[end] & 0b1100_0000 == 0b1000_0000:
            end -= 1
        parts.append(data[start:end])
        start, room = end, LINE_MAX - 1  # of the following lines the first octet is a space
    parts.append(data[start:])
    return b"\r\n ".join(parts) + b"\r\n"
