"""A person's preferences, as they stand in the profile."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from relayboard.domain.preferences import Kind, Preferences, QuietHours, When
from relayboard.ports.table import Item


def preferences_item(preferences: Preferences) -> Item:
    """Write down preferences."""
    hours = preferences.quiet_hours
    return {
        "email": preferences.email,
        "inbox": preferences.inbox,
        "mail": {kind.value: preferences.when(kind).value for kind in Kind},
        "timeZone": preferences.time_zone,
        "digestHour": preferences.digest_hour,
        "quietHours": {"from": hours.start.isoformat(), "to": hours.end.isoformat()} if hours else None,
    }


def preferences_of(data: Mapping[str, Any]) -> Preferences:
    """Read preferences; in old profiles only the two switches stand."""
    mail = data.get("mail", {})
    hours = data.get("quietHours")
    return Preferences(
        email=data["email"],
        inbox=data["inbox"],
        mail={kind: When(mail.get(kind.value, When.AT_ONCE)) for kind in Kind},
        time_zone=data.get("timeZone", "UTC"),
        digest_hour=data.get("digestHour", 8),
        quiet_hours=QuietHours(time.fromisoformat(hours["from"]), time.fromisoformat(hours["to"]))
        if hours
        else None,
    )
