"""Endpoints of those who follow what happens."""

from relayboard.api.http import Answer
from relayboard.api.presenting.live import feed_view, live_ticket_view
from relayboard.api.queries import FeedQuery
from relayboard.api.request import Request
from relayboard.api.views.live import FeedView, LiveTicketView
from relayboard.services.event_feed import EventFeed
from relayboard.services.live_tickets import LiveTickets


def follow_events(request: Request, event_feed: EventFeed, query: FeedQuery) -> Answer[FeedView]:
    """Read what happened to tasks since a moment, oldest first: admins of all, members of theirs."""
    return Answer(feed_view(event_feed.since(query.after, limit=query.limit, by=request.principal)))


def issue_live_ticket(request: Request, live_tickets: LiveTickets) -> Answer[LiveTicketView]:
    """Get a ticket that opens one live socket within a minute."""
    return Answer(live_ticket_view(live_tickets.issue(by=request.principal)))
