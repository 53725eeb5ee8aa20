"""Who would hear of a change, why, and through what: asked of the same functions that decide when it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from relayboard.domain.events import Event
from relayboard.domain.people import PersonRef
from relayboard.notify.audiences import Audience, audience_of
from relayboard.notify.recipients import Recipient
from relayboard.notify.wishes import WISHES, Wished
from relayboard.services.rehearsals import Rehearsed
from relayboard.store.store import Found


@dataclass(frozen=True, slots=True)
class ChannelPreview:
    """Whether a channel would tell somebody; `why_not` says why it would not."""

    channel: str
    why_not: str | None


@dataclass(frozen=True, slots=True)
class NoticePreview:
    """What somebody would hear, and through which channels."""

    event: Event
    person: PersonRef
    reason: str
    channels: Sequence[ChannelPreview]


def previews(rehearsed: Rehearsed) -> list[NoticePreview]:
    """Return everybody who would hear of a change, once for each event that it would be."""
    audiences = [audience_of(Wished(name)) for name in WISHES]
    heard: dict[tuple[str, str], tuple[Event, Recipient]] = {}
    for event in rehearsed.events:
        for audience in audiences:
            heard |= {(event.id, one.person.id): (event, one) for one in audience.hearers(event)}
    return [_preview(event, hearer, audiences, rehearsed.found) for event, hearer in heard.values()]


def _preview(event: Event, hearer: Recipient, audiences: Sequence[Audience], found: Found) -> NoticePreview:
    channels = [ChannelPreview(one.name, one.why_not(event, hearer, found)) for one in audiences]
    return NoticePreview(event, hearer.person, hearer.reason, channels)
