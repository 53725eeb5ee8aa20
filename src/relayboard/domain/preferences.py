"""What a person wants to hear of, through which channel, and when: at once, once a day, or not at all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

# The names of the IANA database, without the two copies of it that some systems have beside it.
_ZONE_NAME = r"(?!posix/|right/)[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}"
_NO_ZONES = frozenset({"Factory", "localtime", "posixrules"})


class Kind(StrEnum):
    """What a notice can be about."""

    ASSIGNMENT = "assignment"
    STATUS = "status"
    CHANGE = "change"
    COMMENT = "comment"
    REMINDER = "reminder"


class When(StrEnum):
    """When a person wants to hear of a kind of news by mail."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The part of each day in which no mail is sent; it may pass midnight.

    Attributes:
        start, end: times of day on the person's own clock, never the same.
    """

    start: time
    end: time

    def contain(self, moment: time) -> bool:
        """Tell whether a time of day is quiet: from the start on, up to but not at the end."""
        if self.start < self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


def _all_at_once() -> dict[Kind, When]:
    return dict.fromkeys(Kind, When.AT_ONCE)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person wants to hear of.

    Attributes:
        email, inbox: whether these channels are switched on at all.
        mail: when mail about each kind is wanted; a kind that is missing is wanted at once.
        time_zone: the person's, by its name in the IANA database.
        digest_hour: of the person's morning, 0 to 23: digests and reminders come then.
    """

    email: bool = True
    inbox: bool = True
    mail: Mapping[Kind, When] = field(default_factory=_all_at_once)
    time_zone: str = "UTC"
    digest_hour: int = 8
    quiet_hours: QuietHours | None = None

    @property
    def zone(self) -> "ZoneInfo":
        """The time zone; UTC where this machine knows none of that name, for mail must not wait for that."""
        from zoneinfo import ZoneInfo  # most of what reads preferences asks for no time

        return ZoneInfo(self.time_zone if is_time_zone(self.time_zone) else "UTC")

    def when(self, kind: Kind) -> When:
        """Return when mail about a kind is wanted."""
        return self.mail.get(kind, When.AT_ONCE)

    def morning(self, day: date) -> datetime:
        """Return the moment, in UTC, at which the person's day begins."""
        return _moment(day, time(self.digest_hour), self.zone)

    def next_morning(self, at: datetime) -> datetime:
        """Return the first morning at a moment or after it, in UTC."""
        day = at.astimezone(self.zone).date()
        mornings = (self.morning(day + timedelta(days=days)) for days in (-1, 0, 1, 2))
        return next(morning for morning in mornings if morning >= at)

    def quiet_until(self, at: datetime) -> datetime | None:
        """Return when the quiet hours end that a moment is in, in UTC; `None` when it is in none."""
        local = at.astimezone(self.zone)
        hours = self.quiet_hours
        if hours is None or not hours.contain(local.time()):
            return None
        passes_midnight = local.time() >= hours.end
        end = _moment(local.date() + timedelta(days=passes_midnight), hours.end, self.zone)
        # When clocks are set back, the same time of day comes once more.
        return end if end > at else _moment(local.date(), hours.end, self.zone, fold=1)


def is_time_zone(name: str) -> bool:
    """Tell whether a time zone of this name is known."""
    if name in _NO_ZONES or not re.fullmatch(_ZONE_NAME, name):
        return False
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (LookupError, OSError, ValueError):  # no such name; a folder of names; a name that is too long
        return False
    return True


def _moment(day: date, clock: time, zone: "ZoneInfo", *, fold: int = 0) -> datetime:
    # A time of day that is skipped when clocks are set forward counts as the one that many minutes later.
    return datetime.combine(day, clock.replace(fold=fold), tzinfo=zone).astimezone(UTC)
