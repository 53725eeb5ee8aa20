"""Cognito's triggers: each gets an event and must hand the same event back (Amazon Cognito Developer Guide)."""

import logging
from collections.abc import Callable

from relayboard.domain.errors import RelayboardError
from relayboard.domain.joining import JoiningRules
from relayboard.lambdas.invocations import Event, Facts, Patience
from relayboard.ports.triggers import Triggers

_log = logging.getLogger(__name__)
_INVITED = "PreSignUp_AdminCreateUser"


class TriggerFailed(Exception):
    """What people are shown of an error that nobody foresaw, for Cognito passes a trigger's words on."""


class PreSignUp:
    """Lets an address sign up; whom an admin invites may have any ("Pre sign-up Lambda trigger")."""

    def __init__(self, rules: JoiningRules) -> None:
        self._rules = rules

    def __call__(self, event: Event, facts: Facts, _: Patience) -> Event:
        facts["trigger"] = event["triggerSource"]
        if event["triggerSource"] != _INVITED:
            self._rules.check(event["request"]["userAttributes"].get("email", ""))
        return event


class PostConfirmation:
    """Gives a confirmed account its group and profile.

    Cognito calls this after a sign-up's confirmation and after a forgotten password, and calls again what takes
    long ("Post confirmation Lambda trigger"): whatever the source, what is there is left alone.

    Args:
        joining: the triggers of a pool, by its id: taken from the event, for the pool names this function and
            so cannot be named in its environment.
    """

    def __init__(self, joining: Callable[[str], Triggers]) -> None:
        self._joining = joining

    def __call__(self, event: Event, facts: Facts, _: Patience) -> Event:
        attributes = event["request"]["userAttributes"]
        facts |= {"trigger": event["triggerSource"], "user_id": attributes["sub"]}
        try:
            joining = self._joining(event["userPoolId"])
            joining.post_confirmation(attributes["sub"], attributes["email"], attributes.get("name", ""))
        except RelayboardError:
            raise
        except Exception:  # noqa: BLE001 - this is the edge
            _log.exception("trigger.failed", extra={"request_id": facts["request_id"]})
            raise TriggerFailed("Something went wrong on our side. Please try again.") from None
        return event
