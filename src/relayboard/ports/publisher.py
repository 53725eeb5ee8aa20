"""The publisher port: hands messages to whoever subscribes to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from relayboard.domain.errors import RelayboardError

MAX_MESSAGE_BYTES = 256 * 1024  # SNS's own limit, for a message with its attributes


@dataclass(frozen=True, slots=True)
class Message:
    """A message.

    Attributes:
        type: what it is about, such as `task.created`; subscribers may want only some types.
        body: JSON. With its type it takes at most MAX_MESSAGE_BYTES in UTF-8; every event fits, as long as its
            JSON holds letters beyond ASCII as they are (as `item_json.encode` does) and not as `\\uXXXX`.
    """

    type: str
    body: str


class NotPublished(RelayboardError):
    """Some messages were not taken; all others were.

    Attributes:
        failed: their positions in the call, ascending; at least one.
    """

    def __init__(self, failed: Sequence[int], reason: str) -> None:
        self.failed = tuple(sorted(failed))
        super().__init__(f"messages {', '.join(map(str, self.failed))} were not published: {reason}")


class Publisher(Protocol):
    """Publishes messages. Each reaches every subscriber at least once, in no particular order."""

    def publish(self, messages: Sequence[Message]) -> None:
        """Publish any number of messages.

        Raises:
            NotPublished: publishing those that failed again makes sense, unless one is too large.
        """
