"""Suppressed addresses, as profiles carry them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from relayboard.domain.suppressions import Suppression, SuppressionCause
from relayboard.ports.table import Value


def suppression_item(suppression: Suppression) -> Value:
    """Write down an address that is sent no mail."""
    return {
        "address": suppression.address,
        "cause": suppression.cause.value,
        "reason": suppression.reason,
        "at": suppression.at.isoformat(),
    }


def suppression_of(data: Mapping[str, Any]) -> Suppression:
    """Read an address that is sent no mail."""
    return Suppression(
        address=data["address"],
        cause=SuppressionCause(data["cause"]),
        reason=data["reason"],
        at=datetime.fromisoformat(data["at"]),
    )
