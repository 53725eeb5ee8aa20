"""What makes a repeated request take effect once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from relayboard.domain.errors import RelayboardError


@dataclass(frozen=True, slots=True)
class Once:
    """A request that must take effect at most once.

    Attributes:
        key: the idempotency key, chosen by the caller.
        fingerprint: digest of the request, to tell a repetition from another request.
        present: turns the result into the answer that a repetition gets.
    """

    key: str
    fingerprint: str
    present: Callable[[Any], str]


class Replayed(RelayboardError):
    """This request has taken effect before; `answer` is what it was told then."""

    def __init__(self, answer: str) -> None:
        self.answer = answer
        super().__init__("answered before")
