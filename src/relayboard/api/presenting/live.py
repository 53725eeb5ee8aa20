"""What happens, and what opens live sockets."""

from relayboard.api.presenting.history import event_view
from relayboard.api.views.live import FeedView, LiveTicketView
from relayboard.services.event_feed import Feed
from relayboard.services.live_tickets import Ticket


def feed_view(feed: Feed) -> FeedView:
    items = [event_view(event) for event in feed.events]
    return FeedView(items=items, next_cursor=feed.cursor, has_more=feed.has_more)


def live_ticket_view(ticket: Ticket) -> LiveTicketView:
    return LiveTicketView(ticket=ticket.value, url=ticket.url or None, expires_at=ticket.expires_at)
