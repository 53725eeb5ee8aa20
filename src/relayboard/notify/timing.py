"""Whether mail about an event is wanted, and when: one answer for sending and for showing beforehand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from relayboard.domain.events import Event
from relayboard.domain.people import Person
from relayboard.domain.preferences import Preferences, When
from relayboard.notify.kinds import KINDS, called

MAIL = "email"  # the one channel that disturbs people, so the one that knows times
# A digest waits for the reminders of the same morning, which the clock's own round records some minutes later.
GATHERING = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Later:
    """That a notice is not sent now.

    Attributes:
        until: when it is.
        reason: as a sentence.
        is_gathered: it becomes part of a digest; otherwise it is sent by itself.
    """

    until: datetime
    reason: str
    is_gathered: bool = False


def why_unwanted(person: Person, event: Event, *, channel: str) -> str | None:
    """Say why a person wants no mail about an event; `None` when they do."""
    kind = KINDS.get(event.type)
    if channel != MAIL or kind is None or person.preferences.when(kind) is not When.NEVER:
        return None
    return f"This person has switched off mail about {called(kind)}."


def later(person: Person, event: Event, *, channel: str, now: datetime, is_begun: bool = False) -> Later | None:
    """Say until when a notice waits, and for what; `None` when it is sent now.

    Args:
        is_begun: it may have been sent already, or somebody wants it sent again, so it becomes part of no digest.
    """
    if channel != MAIL:
        return None
    wishes, kind = person.preferences, KINDS.get(event.type)
    if kind is not None and wishes.when(kind) is When.DIGEST and not is_begun:
        reason = f"In the digest of {wishes.digest_hour:02}:00."
        return Later(_digest_moment(wishes, event.at, now=now), reason, is_gathered=True)
    until = wishes.quiet_until(now)
    if until is None:
        return None
    return Later(until, f"Quiet hours until {until.astimezone(wishes.zone):%H:%M}.")


def _digest_moment(wishes: Preferences, at: datetime, *, now: datetime) -> datetime:
    due = wishes.next_morning(at - GATHERING) + GATHERING
    # What comes late, because something was away, is gathered once more instead of being sent one by one.
    return due if due > now else _rounded_down(now + GATHERING)


def _rounded_down(moment: datetime) -> datetime:
    minutes = GATHERING // timedelta(minutes=1)
    return moment.replace(minute=moment.minute // minutes * minutes, second=0, microsecond=0)
