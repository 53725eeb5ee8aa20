"""Live sockets."""

from relayboard.api.views.live import LiveTicketView
from relayboard.services.live_tickets import Ticket


def live_ticket_view(ticket: Ticket) -> LiveTicketView:
    return LiveTicketView(ticket=ticket.value, url=ticket.url or None, expires_at=ticket.expires_at)
