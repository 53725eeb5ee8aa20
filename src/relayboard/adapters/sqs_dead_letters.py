"""A dead-letter queue of SQS, as far as it is emptied (API Reference, "ReceiveMessage", "DeleteMessage")."""

from typing import Any

from relayboard.adapters.aws_calls import CallFailed, Payload, call_patiently
from relayboard.adapters.aws_json import JsonCalls
from relayboard.domain.errors import Unavailable

AT_ONCE = 10  # SQS gives no more
_LONGEST_SECONDS = 5.0


class SqsDeadLetters:
    """Messages that nobody could handle."""

    def __init__(self, calls: JsonCalls, url: str) -> None:
        self._calls = calls
        self._url = url

    def receive(self) -> list[tuple[str, str]]:
        """Return the body and the receipt handle of some messages; others do not see them for a while.

        Raises:
            Unavailable.
        """
        answer = self._call("ReceiveMessage", {"MaxNumberOfMessages": AT_ONCE, "WaitTimeSeconds": 1})
        return [(message["Body"], message["ReceiptHandle"]) for message in answer.get("Messages") or ()]

    def delete(self, receipt_handle: str) -> None:
        """Delete a message that was received.

        Raises:
            Unavailable: it comes again.
        """
        self._call("DeleteMessage", {"ReceiptHandle": receipt_handle})

    def _call(self, operation: str, payload: Payload) -> dict[str, Any]:
        try:
            return call_patiently(
                self._calls,
                operation,
                {"QueueUrl": self._url, **payload},
                is_repeatable=True,
                longest_seconds=_LONGEST_SECONDS,
            )
        except CallFailed as failure:
            raise Unavailable("The queue cannot be reached.") from failure
