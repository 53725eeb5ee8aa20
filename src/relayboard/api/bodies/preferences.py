"""What people send about what they want to hear of."""

from dataclasses import replace
from datetime import time
from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType, field, structs

from relayboard.api.bodies.fields import Body
from relayboard.domain.errors import Invalid
from relayboard.domain.preferences import Kind, Preferences, QuietHours, When, is_time_zone

ClockTime = Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["22:00"])]
TimeZone = Annotated[
    str, Meta(max_length=64, description="A name of the IANA time zone database.", examples=["Europe/Berlin"])
]
DigestHour = Annotated[int, Meta(ge=0, le=23, description="When digests and reminders come.", examples=[8])]


class WriteMail(Body):
    """When mail about each kind of news is wanted."""

    assignment: When | UnsetType = UNSET
    status: When | UnsetType = UNSET
    change: When | UnsetType = UNSET
    comment: When | UnsetType = UNSET
    reminder: When | UnsetType = UNSET


class WriteQuietHours(Body):
    """The part of each day in which no mail is sent; it may pass midnight."""

    start: ClockTime = field(name="from")
    end: ClockTime = field(name="to")


class WritePreferences(Body):
    """What a person wants to hear of; what is left out stays as it is."""

    email: bool | UnsetType = UNSET
    inbox: bool | UnsetType = UNSET
    mail: WriteMail | UnsetType = UNSET
    time_zone: TimeZone | UnsetType = UNSET
    digest_hour: DigestHour | UnsetType = UNSET
    quiet_hours: WriteQuietHours | UnsetType | None = UNSET


def changed_preferences(present: Preferences, wanted: WritePreferences) -> Preferences:
    """Return preferences with what a body names put in the place of what was.

    Raises:
        Invalid: naming what cannot be.
    """
    given: dict[str, Any] = {name: value for name, value in structs.asdict(wanted).items() if value is not UNSET}
    _check(given)
    if "mail" in given:
        mail = structs.asdict(given["mail"]).items()
        given["mail"] = {**present.mail, **{Kind(kind): when for kind, when in mail if when is not UNSET}}
    if given.get("quiet_hours"):
        hours = given["quiet_hours"]
        given["quiet_hours"] = QuietHours(time.fromisoformat(hours.start), time.fromisoformat(hours.end))
    return replace(present, **given)


def _check(given: dict[str, Any]) -> None:
    problems = {}
    if "time_zone" in given and not is_time_zone(given["time_zone"]):
        problems["preferences.timeZone"] = "Must be the name of a time zone, such as Europe/Berlin."
    hours = given.get("quiet_hours")
    if hours and hours.start == hours.end:
        problems["preferences.quietHours.to"] = "Must differ from where they begin."
    if problems:
        raise Invalid(problems)
