"""Preferences as they are answered."""

from msgspec import field

from relayboard.api.views.pages import View
from relayboard.domain.preferences import When


class MailView(View):
    """When mail about each kind of news is wanted."""

    assignment: When
    status: When
    change: When
    comment: When
    reminder: When


class QuietHoursView(View):
    """The part of each day in which no mail is sent, from HH:MM to HH:MM."""

    start: str = field(name="from")
    end: str = field(name="to")


class PreferencesView(View):
    """What a person wants to hear of, through which channels, and when."""

    email: bool
    inbox: bool
    mail: MailView
    time_zone: str
    digest_hour: int
    quiet_hours: QuietHoursView | None
