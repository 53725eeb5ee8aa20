"""How far each channel has read the change feed."""

from typing import cast

from relayboard.ports.table import Item, Put, Write
from relayboard.store import keys
from relayboard.store.store import Ref


def channel_position_ref(channel: str) -> Ref[str]:
    """Refer to a channel's place in the change feed."""
    return Ref(keys.channel_position(channel), _position_of)


def save_channel_position(channel: str, position: str) -> Write:
    """Return the write that moves a channel's place in the change feed."""
    return Put({**keys.channel_position(channel).attributes, "position": position})


def _position_of(item: Item) -> str:
    return cast(str, item["position"])
