"""Addresses that mail is not sent to any more, because it came back or was complained of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SuppressionCause(StrEnum):
    """Why nothing more is sent; the latter outweighs the former."""

    BOUNCE = "bounce"
    COMPLAINT = "complaint"


_WEIGHTS = {cause: weight for weight, cause in enumerate(SuppressionCause)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """That no mail is sent to an address.

    Attributes:
        address: the one that it is about; a person who has another one now gets mail again.
        reason: what the receiving side said.
        at: when it said so.
    """

    address: str
    cause: SuppressionCause
    reason: str | None
    at: datetime

    @property
    def facts(self) -> Mapping[str, str | None]:
        """What the log says of it."""
        return {"address": self.address, "cause": self.cause.value, "reason": self.reason}

    def outweighs(self, known: "Suppression | None") -> bool:
        """Tell whether this one is to be kept of the two, in whichever order they come."""
        if known is None or known.address != self.address:
            return True
        return (_WEIGHTS[self.cause], self.at) > (_WEIGHTS[known.cause], known.at)
