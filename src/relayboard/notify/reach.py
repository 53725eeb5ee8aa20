"""Whether a person can be reached through a channel at all, whatever they wish."""

from relayboard.domain.people import Person
from relayboard.domain.suppressions import Suppression, SuppressionCause
from relayboard.notify.wording import day

_WHAT = {
    SuppressionCause.BOUNCE: "bounced",
    SuppressionCause.COMPLAINT: "was reported as unwanted",
}


def why_out_of_reach(person: Person, channel: str) -> str | None:
    """Say why nothing would reach them; `None` when it would."""
    if channel != "email" or person.suppressed is None:
        return None
    return suppression_words(person.suppressed)


def suppression_words(suppression: Suppression) -> str:
    """Say why an address is sent no mail, without naming it."""
    return f"Mail to this address {_WHAT[suppression.cause]} on {day(suppression.at.date())}."
