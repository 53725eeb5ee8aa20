"""What people send about deliveries."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from relayboard.api.bodies.fields import Body
from relayboard.api.http import Id
from relayboard.api.views.pages import Moment
from relayboard.services.deliveries import REDRIVEN_AT_ONCE

CHANNEL_MAX = 32


class NameDelivery(Body):
    """What names a row of the ledger."""

    event_id: Id
    channel: Annotated[str, Meta(min_length=1, max_length=CHANNEL_MAX, examples=["email"])]
    user_id: Id


class RedriveDeliveries(Body):
    """Which failed deliveries are sent again: some, or all that failed before a moment (now, when left out)."""

    deliveries: Annotated[list[NameDelivery], Meta(min_length=1, max_length=REDRIVEN_AT_ONCE)] | UnsetType = UNSET
    all: bool = False
    failed_before: Moment | UnsetType = UNSET
