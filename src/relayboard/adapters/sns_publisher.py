"""The publisher port over a topic of SNS (API Reference, "PublishBatch")."""

from collections.abc import Iterator, Sequence

from relayboard.adapters.aws_calls import CallFailed, Pause
from relayboard.adapters.aws_http import SignedHttp
from relayboard.adapters.aws_query import Element, QueryCalls
from relayboard.ports.publisher import MAX_MESSAGE_BYTES, Message, NotPublished

_MOST_IN_BATCH = 10
_LONGEST_SECONDS = 5.0
# JSON may hold these as they are, but SQS takes no message with a character that XML has not.
_NOT_IN_XML = {0xFFFE: "\\ufffe", 0xFFFF: "\\uffff"}


class SnsPublisher:
    """Publishes to one topic, with the type as the message attribute `type`; used from any number of threads."""

    def __init__(self, http: SignedHttp, topic_arn: str) -> None:
        self._calls = QueryCalls(http, "2010-03-31")
        self._topic_arn = topic_arn

    def publish(self, messages: Sequence[Message]) -> None:
        """Publish any number of messages, in as few calls as they fit into.

        What SNS does not take now is sent again after a pause; subscribers have to bear repetition.

        Raises:
            NotPublished.
        """
        sent = [Message(message.type, message.body.translate(_NOT_IN_XML)) for message in messages]
        failed: dict[int, str] = {}
        for batch in _batches(sent, failed):
            failed |= self._publish_patiently(sent, batch)
        if failed:
            raise NotPublished(list(failed), "; ".join(dict.fromkeys(failed.values())))

    def _publish_patiently(self, messages: Sequence[Message], batch: list[int]) -> dict[int, str]:
        """Return the reasons of those that were not taken in the end."""
        refused: dict[int, str] = {}
        pause = Pause(longest_seconds=_LONGEST_SECONDS)
        while True:
            final, left = self._publish(messages, batch)
            refused |= final
            if not left or pause.is_over:
                return refused | left
            batch = list(left)
            pause.wait()

    def _publish(self, messages: Sequence[Message], batch: list[int]) -> tuple[dict[int, str], dict[int, str]]:
        """Publish once; return the reasons of those refused for good, and of those to be sent again."""
        fields = {"TopicArn": self._topic_arn}
        for place, position in enumerate(batch, 1):
            fields |= _entry(place, position, messages[position])
        try:
            answer = self._calls.call("PublishBatch", fields)
        except CallFailed as failure:
            reasons = dict.fromkeys(batch, str(failure))
            return ({}, reasons) if failure.is_throttled or failure.is_unsure else (reasons, {})
        return _outcome(batch, answer.all("PublishBatchResult"))


def _batches(messages: Sequence[Message], too_large: dict[int, str]) -> Iterator[list[int]]:
    """Yield positions that fit into one call; note those that fit into none."""
    batch: list[int] = []
    room = MAX_MESSAGE_BYTES
    for position, message in enumerate(messages):
        size = _size(message)
        if size > MAX_MESSAGE_BYTES:
            too_large[position] = f"it has {size} bytes of at most {MAX_MESSAGE_BYTES}"
            continue
        if len(batch) == _MOST_IN_BATCH or size > room:
            yield batch
            batch, room = [], MAX_MESSAGE_BYTES
        batch.append(position)
        room -= size
    if batch:
        yield batch


def _size(message: Message) -> int:
    """Count bytes as SNS does: the body, and the attribute's name, data type and value."""
    return len(message.body.encode()) + len("type") + len("String") + len(message.type.encode())


def _entry(place: int, position: int, message: Message) -> dict[str, str]:
    prefix = f"PublishBatchRequestEntries.member.{place}"
    attribute = f"{prefix}.MessageAttributes.entry.1"
    return {
        f"{prefix}.Id": str(position),
        f"{prefix}.Message": message.body,
        f"{attribute}.Name": "type",
        f"{attribute}.Value.DataType": "String",
        f"{attribute}.Value.StringValue": message.type,
    }


def _outcome(batch: list[int], results: list[Element]) -> tuple[dict[int, str], dict[int, str]]:
    """Read what became of each message; one of which nothing is said was not taken."""
    taken = {one.text_of("Id") for result in results for one in result.all("Successful", "member")}
    left = {position: "SNS does not say so" for position in batch if str(position) not in taken}
    refused: dict[int, str] = {}
    for one in (one for result in results for one in result.all("Failed", "member")):
        position = next((position for position in left if str(position) == one.text_of("Id")), None)
        if position is not None and one.text_of("SenderFault") == "true" and not _is_throttled(one):
            del left[position]
            refused[position] = _reason(one)
        elif position is not None:
            left[position] = _reason(one)
    return refused, left


def _is_throttled(failed: Element) -> bool:
    return CallFailed(failed.text_of("Code"), "").is_throttled


def _reason(failed: Element) -> str:
    return f"{failed.text_of('Code')}: {failed.text_of('Message')}"
