"""Previewed notices."""

from relayboard.api.presenting.pages import ref_view
from relayboard.api.views.previews import ChannelPreviewView, NoticePreviewView
from relayboard.notify.previews import ChannelPreview, NoticePreview


def preview_view(preview: NoticePreview) -> NoticePreviewView:
    return NoticePreviewView(
        user=ref_view(preview.person),
        reason=preview.reason,
        event=preview.event.type,
        text=preview.text,
        channels=[_channel_view(channel) for channel in preview.channels],
    )


def _channel_view(preview: ChannelPreview) -> ChannelPreviewView:
    return ChannelPreviewView(
        channel=preview.channel, wanted=preview.why_not is None, why=preview.why_not, later=preview.later
    )
