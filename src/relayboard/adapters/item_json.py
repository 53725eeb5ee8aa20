"""Items as JSON, the form in which they are stored and copied."""

from typing import Any

import msgspec

from relayboard.ports.table import Item

# `Any`: only what the port's limits have let in was ever encoded.
_decoder: msgspec.json.Decoder[dict[str, Any]] = msgspec.json.Decoder(dict[str, Any])
_encoder = msgspec.json.Encoder()

decode = _decoder.decode
encode = _encoder.encode


def copy_of(item: Item) -> Item:
    """Return an item that shares nothing with the given one, and is as an engine would give it back."""
    return decode(encode(item))
