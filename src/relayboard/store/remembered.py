"""Remembered answers: what makes a repeated POST take effect once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from relayboard.ports.table import ABSENT, EXPIRES, Item, Put, Write
from relayboard.store import keys
from relayboard.store.store import Ref

KEEP_ANSWERS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer that was given.

    Attributes:
        fingerprint: digest of the request that it answers.
        answer: the answer's body, as text.
    """

    fingerprint: str
    answer: str


def remembered_ref(user_id: str, key: str) -> Ref[Remembered]:
    """Refer to the answer that a person got under an idempotency key."""
    return Ref(keys.remembered(user_id, key), _remembered_of)


def remember(user_id: str, key: str, remembered: Remembered, *, at: datetime) -> Write:
    """Return the write that keeps an answer for 24 hours; its condition lets only one request win."""
    item = {
        **keys.remembered(user_id, key).attributes,
        "fingerprint": remembered.fingerprint,
        "answer": remembered.answer,
        EXPIRES: int((at + KEEP_ANSWERS).timestamp()),
    }
    return Put(item, when=ABSENT)


def _remembered_of(item: Item) -> Remembered:
    data = cast(Mapping[str, Any], item)
    return Remembered(data["fingerprint"], data["answer"])
