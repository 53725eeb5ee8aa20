"""Calendar feeds as they are answered."""

from typing import ClassVar

from relayboard.api.http import Raw
from relayboard.api.views.pages import Moment, View


class CalendarView(View):
    """Whether one has a calendar feed, and since when; its address is told only once."""

    exists: bool
    created_at: Moment | None


class CalendarAddressView(View):
    """The address under which one's due dates can be read from now on. It is a secret."""

    url: str


class CalendarFile(Raw, frozen=True):
    """Due dates as calendar programs read them."""

    media_type: ClassVar[str] = "text/calendar; charset=utf-8"
