"""Answers about live sockets."""

from relayboard.api.views.pages import Moment, View


class LiveTicketView(View):
    """What opens one live socket: connect to `url` with `?ticket=…`; `url` is null where there are no sockets."""

    ticket: str
    url: str | None
    expires_at: Moment
