"""Opening, closing and keeping sockets, as a WebSocket API asks for it."""

import json

import pytest

from relayboard.domain.errors import Unavailable
from relayboard.domain.people import Role
from relayboard.lambdas.live_frames import LiveMessage
from relayboard.lambdas.live_sockets import LiveConnect, LiveDisconnect
from relayboard.notify.live import MOST_OF_ONE_PERSON
from relayboard.ports.table import TableBusy
from relayboard.services.live_tickets import TICKET_SECONDS
from relayboard.store.sockets import socket_of, sockets_of, sockets_of_admins
from tests.support.lambda_events import socket_event
from tests.support.world import ANN, LEAD, World
from tests.unit.lambdas.test_schedules import patience

PAGE = "https://board.example"


class Door:
    """A workspace with the functions that open and close sockets."""

    def __init__(self):
        self.world = World()
        self.tickets = self.world.services.live_tickets
        origins = frozenset({PAGE})
        self.connect = LiveConnect(self.world.store, self.tickets, self.world.clock, origins=origins)
        self.disconnect = LiveDisconnect(self.world.store)
        self.facts = {}

    def ticket(self, who=ANN):
        return self.tickets.issue(by=who).value

    def open(self, ticket, *, origin=PAGE, connection="c1="):
        event = socket_event("CONNECT", connection, origin=origin, ticket=ticket)
        return self.connect(event, self.facts, patience(10.0))["statusCode"]

    def close(self, connection="c1="):
        event = socket_event("DISCONNECT", connection)
        return self.disconnect(event, self.facts, patience(10.0))["statusCode"]

    def sockets(self, query):
        return [(one.id, one.user_id, one.role) for one in self.world.store.all(query, socket_of)]


def test_a_ticket_opens_a_socket_of_its_holder():
    door = Door()
    assert door.open(door.ticket()) == 200
    assert door.sockets(sockets_of("ann")) == [("c1=", "ann", Role.MEMBER)]
    assert door.sockets(sockets_of_admins()) == []


def test_an_admins_socket_is_found_among_theirs_and_among_those_of_admins():
    door = Door()
    door.open(door.ticket(LEAD))
    assert door.sockets(sockets_of("lead")) == door.sockets(sockets_of_admins()) == [("c1=", "lead", Role.ADMIN)]


@pytest.mark.parametrize("ticket", [None, "", "0" * 64, "ü", "\ud800"])
def test_without_a_ticket_of_ours_no_socket_is_opened(ticket):
    door = Door()
    assert door.open(ticket) == 401
    assert door.sockets(sockets_of("ann")) == []


def test_a_ticket_opens_one_socket_only():
    door = Door()
    ticket = door.ticket()
    assert [door.open(ticket, connection=name) for name in ("c1=", "c2=")] == [200, 401]
    assert len(door.sockets(sockets_of("ann"))) == 1


def test_a_ticket_that_is_too_old_opens_nothing():
    door = Door()
    ticket = door.ticket()
    door.world.clock.advance(TICKET_SECONDS + 1)
    assert door.open(ticket) == 401


def test_a_page_elsewhere_opens_no_socket_and_uses_no_ticket_up():
    door = Door()
    ticket = door.ticket()
    assert door.open(ticket, origin="https://elsewhere.example") == 403
    assert door.open(ticket, origin="HTTPS://BOARD.EXAMPLE") == 200


def test_a_program_that_is_no_browser_names_no_page():
    door = Door()
    assert door.open(door.ticket(), origin=None) == 200


@pytest.mark.parametrize("call", ["get", "write"])
def test_while_the_table_is_away_a_page_is_to_come_back(call):
    door = Door()
    ticket = door.ticket()
    door.world.table.fail(call, TableBusy("busy"))
    assert door.open(ticket) == 503


def test_nobody_has_more_than_a_hundred_sockets_at_a_time():
    door = Door()
    answers = [door.open(door.ticket(), connection=f"c{number}=") for number in range(MOST_OF_ONE_PERSON + 1)]
    assert answers == [200] * MOST_OF_ONE_PERSON + [503]
    door.close("c7=")
    assert door.open(door.ticket()) == 200


def test_the_log_says_who_came_and_never_the_ticket():
    door = Door()
    ticket = door.ticket()
    door.open(ticket)
    assert door.facts["user_id"] == "ann"
    assert door.facts["status"] == 200
    assert ticket not in str(door.facts)


def test_a_socket_that_is_closed_is_forgotten_once_or_twice():
    door = Door()
    door.open(door.ticket(LEAD))
    assert [door.close(), door.close()] == [200, 200]
    assert door.sockets(sockets_of("lead")) == door.sockets(sockets_of_admins()) == []


def test_an_end_that_cannot_be_noted_is_an_error_that_is_logged():
    door = Door()
    door.world.table.fail("write", TableBusy("busy"))
    with pytest.raises(Unavailable):
        door.close()


@pytest.mark.parametrize("said", ['{"type":"ping"}', "", "no JSON", '{"type":"subscribe","taskId":"01"}', None])
def test_whatever_a_page_says_is_answered_and_changes_nothing(said):
    answer = LiveMessage()(socket_event("MESSAGE", "c1=", body=said), {}, patience(10.0))
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]) == {"type": "pong"}
