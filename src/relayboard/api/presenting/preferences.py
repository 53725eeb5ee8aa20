"""Preferences."""

from datetime import time

from relayboard.api.views.preferences import MailView, PreferencesView, QuietHoursView
from relayboard.domain.preferences import Kind, Preferences, QuietHours


def preferences_view(preferences: Preferences) -> PreferencesView:
    return PreferencesView(
        email=preferences.email,
        inbox=preferences.inbox,
        mail=MailView(**{kind.value: preferences.when(kind) for kind in Kind}),
        time_zone=preferences.time_zone,
        digest_hour=preferences.digest_hour,
        quiet_hours=_quiet_hours_view(preferences.quiet_hours),
    )


def _quiet_hours_view(hours: QuietHours | None) -> QuietHoursView | None:
    return QuietHoursView(start=clock(hours.start), end=clock(hours.end)) if hours else None


def clock(moment: time) -> str:
    return moment.isoformat(timespec="minutes")
