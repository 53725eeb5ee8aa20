"""Answers to those who follow what happens."""

from collections.abc import Sequence

from relayboard.api.views.history import EventView
from relayboard.api.views.pages import Moment, View


class LiveTicketView(View):
    """What opens one live socket: connect to `url` with `?ticket=…`; `url` is null where there are no sockets."""

    ticket: str
    url: str | None
    expires_at: Moment


class FeedView(View):
    """What happened, oldest first, without who was told.

    The cursor lies a few seconds back once `hasMore` is false, so that nothing is missed: some events come again.
    """

    items: Sequence[EventView]
    next_cursor: str
    has_more: bool
