"""How AWS is called: one narrow protocol for any client, and how often a call is tried."""

import time
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from relayboard.domain.errors import RelayboardError

# `Any` in payloads and answers: they are AWS's JSON. DynamoDB's numbers are texts of digits and its binary values
# are bytes; moments of its control plane differ from client to client, so nobody may use them.
Payload = Mapping[str, Any]

_TRIES = 6
_FIRST_PAUSE_SECONDS = 0.025
_THROTTLED = frozenset(
    {
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "Throttled",
        "Throttling",
        "ThrottlingError",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
_LONGEST_SECONDS = 10.0
_IN_PROGRESS = "TransactionInProgressException"  # an earlier try of this very call is still at work
UNREACHABLE = "Unreachable"
NO_CREDENTIALS = "NoCredentials"


class CallFailed(RelayboardError):
    """A service answered with an error, or not at all.

    Attributes:
        code: the error's name in AWS's words, or UNREACHABLE or NO_CREDENTIALS.
        status: of HTTP; 0 without an answer.
        reasons: of DynamoDB's cancelled transaction, one for each write.
        item: what DynamoDB found where a single write's condition failed, if it was asked for.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: int = 0,
        reasons: Sequence[Payload] = (),
        item: Payload | None = None,
    ) -> None:
        self.code = code
        self.status = status
        self.reasons = reasons
        self.item = item
        super().__init__(f"{code}: {message}")

    @property
    def is_throttled(self) -> bool:
        """Whether nothing was done because too much was asked."""
        codes = {str(reason.get("Code", "None")) for reason in self.reasons} - {"None"}
        return self.code in _THROTTLED or (bool(codes) and codes <= _THROTTLED)

    @property
    def is_unsure(self) -> bool:
        """Whether the call may have been carried out or not."""
        return self.code in (UNREACHABLE, _IN_PROGRESS) or self.status >= 500


class Calls(Protocol):
    """A client of one service that tries each call once."""

    def call(self, operation: str, payload: Payload) -> dict[str, Any]:
        """Do an operation of the API and return its answer.

        Raises:
            CallFailed.
        """


class Pause:
    """Waits a little longer each time, by chance, so that callers do not come back all at once."""

    def __init__(self, *, longest_seconds: float = _LONGEST_SECONDS) -> None:
        self._tries = 1
        self._deadline = time.monotonic() + longest_seconds

    @property
    def is_over(self) -> bool:
        """Whether there have been tries enough, or long enough ones."""
        return self._tries >= _TRIES or time.monotonic() > self._deadline

    def wait(self) -> None:
        """Wait before the next try."""
        import random  # 1 ms that only another try is worth

        longest = _FIRST_PAUSE_SECONDS * 2**self._tries
        time.sleep(random.uniform(0, longest))  # noqa: S311 - no secret
        self._tries += 1


def call_patiently(
    calls: Calls,
    operation: str,
    payload: Payload,
    *,
    is_repeatable: bool,
    longest_seconds: float = _LONGEST_SECONDS,
) -> dict[str, Any]:
    """Call; again after a pause when throttled or, if that does no harm, when it may not have been carried out.

    Args:
        longest_seconds: after this no further try begins.

    Raises:
        CallFailed.
    """
    pause = Pause(longest_seconds=longest_seconds)
    while True:
        try:
            return calls.call(operation, payload)
        except CallFailed as failure:
            is_worth_it = failure.is_throttled or (is_repeatable and failure.is_unsure)
            if pause.is_over or not is_worth_it:
                raise
        pause.wait()
