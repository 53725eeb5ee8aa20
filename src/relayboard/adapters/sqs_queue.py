"""A queue of SQS, as far as its consumers call it (API Reference, "ChangeMessageVisibility")."""

from relayboard.adapters.aws_calls import CallFailed, call_patiently
from relayboard.adapters.aws_json import JsonCalls
from relayboard.domain.errors import Unavailable

# Twelve hours count from when the message was received, and a function has it for a quarter of an hour at most.
MAX_VISIBILITY_SECONDS = 12 * 3600 - 15 * 60
_LONGEST_SECONDS = 2.0


class SqsQueue:
    """Messages that a consumer has received and not deleted yet."""

    def __init__(self, calls: JsonCalls, url: str) -> None:
        self._calls = calls
        self._url = url

    def change_message_visibility(self, receipt_handle: str, *, timeout_seconds: int) -> None:
        """Let a message be received again so many seconds from now, or 11¾ hours where that is less.

        Raises:
            Unavailable: it comes again when the queue's own time is over.
        """
        change = {
            "QueueUrl": self._url,
            "ReceiptHandle": receipt_handle,
            "VisibilityTimeout": max(0, min(timeout_seconds, MAX_VISIBILITY_SECONDS)),
        }
        try:
            call_patiently(
                self._calls,
                "ChangeMessageVisibility",
                change,
                is_repeatable=True,
                longest_seconds=_LONGEST_SECONDS,
            )
        except CallFailed as failure:
            raise Unavailable("The queue cannot be reached.") from failure
