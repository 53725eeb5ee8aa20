"""Who would hear of a change, why, and through what: asked of the same functions that decide when it is sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from relayboard.domain.events import Event
from relayboard.domain.people import PersonRef
from relayboard.notify.audiences import Audience, audience_of
from relayboard.notify.endpoint import SilentEndpoint
from relayboard.notify.recipients import Recipient
from relayboard.notify.sentences import sentence
from relayboard.notify.wishes import WISHES, Wished
from relayboard.notify.wording import headline
from relayboard.services.rehearsals import Rehearsed
from relayboard.store.store import Found


@dataclass(frozen=True, slots=True)
class ChannelPreview:
    """Whether a channel would tell somebody, and when.

    Attributes:
        why_not: why it would not.
        later: what it would wait for; `None` when it would tell at once.
    """

    channel: str
    why_not: str | None
    later: str | None


@dataclass(frozen=True, slots=True)
class NoticePreview:
    """What somebody would hear, and through which channels.

    Attributes:
        person: or the receiver on the web that stands where people stand, as in the ledger.
        text: what happened, as they would be told.
    """

    event: Event
    person: PersonRef
    reason: str
    text: str
    channels: Sequence[ChannelPreview]


def previews(rehearsed: Rehearsed, receivers: Iterable[str] = ()) -> list[NoticePreview]:
    """Return everybody who would hear of a change, once for each event that it would be.

    Args:
        receivers: the channels of those on the web that are set up.
    """
    people = [audience_of(Wished(name)) for name in WISHES]
    places = [audience_of(SilentEndpoint(name)) for name in receivers]
    told: list[NoticePreview] = []
    for event in rehearsed.events:
        told += _to_each(event, headline(event), people, rehearsed.found)
        for place in places:
            told += _to_each(event, sentence(event), [place], rehearsed.found)
    return told


def _to_each(event: Event, text: str, audiences: Sequence[Audience], found: Found) -> Iterable[NoticePreview]:
    """Return those who hear of an event through any of these channels, each once."""
    hearers = {one.person.id: one for audience in audiences for one in audience.hearers(event)}
    return [_preview(event, hearer, text, audiences, found) for hearer in hearers.values()]


def _preview(
    event: Event, hearer: Recipient, text: str, audiences: Sequence[Audience], found: Found
) -> NoticePreview:
    channels = [_channel_preview(event, hearer, one, found) for one in audiences]
    return NoticePreview(event, hearer.person, hearer.reason, text, channels)


def _channel_preview(event: Event, hearer: Recipient, audience: Audience, found: Found) -> ChannelPreview:
    why_not = audience.why_not(event, hearer, found)
    later = None if why_not else audience.later(event, hearer, found, now=event.at)
    return ChannelPreview(audience.name, why_not, later.reason if later else None)
