"""Endpoints of calendar feeds."""

from relayboard.api.http import Answer
from relayboard.api.presenting.calendars import calendar_file, calendar_view, file_tag
from relayboard.api.request import Request
from relayboard.api.views.calendars import CalendarAddressView, CalendarFile, CalendarView
from relayboard.notify.site import Site
from relayboard.services.calendars import Calendars

_SUFFIX = ".ics"  # some programs take nothing else for a calendar


def get_calendar(request: Request, calendars: Calendars) -> Answer[CalendarView]:
    """Say whether one has a calendar feed."""
    return Answer(calendar_view(calendars.find(by=request.principal)))


def make_calendar(request: Request, calendars: Calendars, site: Site) -> Answer[CalendarAddressView]:
    """Make the secret address of one's due dates; an earlier one ends."""
    secret = calendars.make(by=request.principal)
    return Answer(CalendarAddressView(url=f"{site.api}/calendar/{secret}{_SUFFIX}"))


def delete_calendar(request: Request, calendars: Calendars) -> Answer[None]:
    """End the calendar feed."""
    calendars.end(by=request.principal)
    return Answer(None)


def read_calendar(request: Request, calendars: Calendars, site: Site) -> Answer[CalendarFile]:
    """Read the due dates of whoever made this address, as a calendar."""
    file = calendar_file(calendars.read(request.path["file"].removesuffix(_SUFFIX)), site)
    headers = {
        "etag": file_tag(file),
        "cache-control": "private, no-cache",
        "content-disposition": 'inline; filename="relayboard.ics"',
    }
    return Answer(file, headers)
