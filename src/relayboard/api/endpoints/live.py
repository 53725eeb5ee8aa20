"""Endpoints of live sockets."""

from relayboard.api.http import Answer
from relayboard.api.presenting.live import live_ticket_view
from relayboard.api.request import Request
from relayboard.api.views.live import LiveTicketView
from relayboard.services.live_tickets import LiveTickets


def issue_live_ticket(request: Request, live_tickets: LiveTickets) -> Answer[LiveTicketView]:
    """Get a ticket that opens one live socket within a minute."""
    return Answer(live_ticket_view(live_tickets.issue(by=request.principal)))
