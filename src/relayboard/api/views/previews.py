"""Previewed notices as they are answered."""

from collections.abc import Sequence

from relayboard.api.views.pages import PersonRefView, View
from relayboard.domain.events import EventType


class ChannelPreviewView(View):
    """Whether somebody would be told through a channel, and why not; what it would wait for, if not at once."""

    channel: str
    wanted: bool
    why: str | None
    later: str | None


class NoticePreviewView(View):
    """Who would hear what, and why: the reason follows "because"."""

    user: PersonRefView
    reason: str
    event: EventType
    text: str
    channels: Sequence[ChannelPreviewView]
