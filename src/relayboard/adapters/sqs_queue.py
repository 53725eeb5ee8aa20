"""A queue of SQS, as far as its consumers call it (API Reference, by the names of the operations)."""

from typing import Any

from relayboard.adapters.aws_calls import CallFailed, Payload, call_patiently
from relayboard.adapters.aws_json import JsonCalls
from relayboard.domain.errors import Unavailable

# Twelve hours count from when the message was received, and a function has it for a quarter of an hour at most.
MAX_VISIBILITY_SECONDS = 12 * 3600 - 15 * 60
AT_ONCE = 10  # SQS gives no more


class SqsQueue:
    """The messages of one queue.

    Args:
        longest_seconds: how long a call is tried again.
    """

    def __init__(self, calls: JsonCalls, url: str, *, longest_seconds: float = 2.0) -> None:
        self._calls = calls
        self._url = url
        self._longest_seconds = longest_seconds

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

    def change_message_visibility(self, receipt_handle: str, *, timeout_seconds: int) -> None:
        """Let a message be received again so many seconds from now, or 11¾ hours where that is less.

        Raises:
            Unavailable: it comes again when the queue's own time is over.
        """
        seconds = max(0, min(timeout_seconds, MAX_VISIBILITY_SECONDS))
        self._call("ChangeMessageVisibility", {"ReceiptHandle": receipt_handle, "VisibilityTimeout": seconds})

    def _call(self, operation: str, payload: Payload) -> dict[str, Any]:
        try:
            return call_patiently(
                self._calls,
                operation,
                {"QueueUrl": self._url, **payload},
                is_repeatable=True,
                longest_seconds=self._longest_seconds,
            )
        except CallFailed as failure:
            raise Unavailable("The queue cannot be reached.") from failure
