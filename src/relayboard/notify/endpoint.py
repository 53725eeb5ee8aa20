"""A channel that ends at one address of the operator's, and not at people."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import NamedTuple, Protocol

from relayboard.domain.events import Event
from relayboard.notify.channels import Delivered, Refused, TryAgain
from relayboard.notify.plain_text import one_line
from relayboard.ports.poster import NoAnswer, PostAnswer, Poster, PostForbidden

RECEIVERS: Mapping[str, str] = MappingProxyType({"webhook": "Webhook", "slack": "Slack"})
"""How people read who receives through a channel, by its name in the ledger."""

LONGEST_ASKED = timedelta(hours=1)
_GONE = 410
_LATER = (408, 425, 429)
_REASON_SHOWN = 200


class Letter(NamedTuple):
    """What is posted."""

    headers: dict[str, str]
    body: bytes


class Letters(Protocol):
    """Puts events into the form that a receiver understands."""

    def about(self, event: Event) -> Letter:
        """Return what tells of an event; its body is the same for every attempt."""


class EndpointChannel:
    """Tells one receiver on the web of every event that people hear of.

    Args:
        name: of the channel in the ledger; it never changes.
        title: how people read it, where others have their name.
    """

    def __init__(self, name: str, title: str, poster: Poster, letters: Letters) -> None:
        self.name = name
        self.title = title
        self._poster = poster
        self._letters = letters

    def deliver(self, event: Event) -> Delivered:
        """Tell the receiver.

        Raises:
            Refused, TryAgain: the text says why, and names no address.
        """
        letter = self._letters.about(event)
        try:
            answer = self._poster.post(letter.headers, letter.body)
        except PostForbidden as error:
            raise Refused(str(error)) from error
        except NoAnswer as error:
            raise TryAgain(one_line(str(error), longest=_REASON_SHOWN)) from error
        return _judged(answer)


class SilentEndpoint(EndpointChannel):
    """A receiver as far as it hears of events; it is sent nothing."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.title = RECEIVERS[name]

    def deliver(self, event: Event) -> Delivered:  # noqa: ARG002
        raise Refused("Nothing is sent here.")


def _judged(answer: PostAnswer) -> Delivered:
    status = answer.status
    if 200 <= status < 300:
        return Delivered(f"The receiver answered {status}.")
    if status >= 500 or status in _LATER:
        raise TryAgain(f"The receiver answered {status}.", after=_asked_for(answer))
    if status == _GONE:
        raise Refused("The receiver answered 410: it is gone for good.")
    if status < 400:
        raise Refused(f"The receiver answered {status}; redirects are not followed.")
    raise Refused(f"The receiver answered {status}.")


def _asked_for(answer: PostAnswer) -> timedelta:
    """Return for how long the receiver wants to be left alone; dates are not understood (RFC 9110 §10.2.3)."""
    text = answer.headers.get("retry-after", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        return timedelta()
    return min(LONGEST_ASKED, timedelta(seconds=int(text)))
