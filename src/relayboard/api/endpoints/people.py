"""Endpoints of people."""

from relayboard.api.bodies.people import InvitePerson, SetRole, SetStanding
from relayboard.api.http import Answer
from relayboard.api.presenting.pages import page_view
from relayboard.api.presenting.people import person_view
from relayboard.api.queries import PeopleQuery
from relayboard.api.request import Request
from relayboard.api.views.pages import PageView
from relayboard.api.views.people import PersonView
from relayboard.services.people import People
from relayboard.services.suppressions import Suppressions
from relayboard.store.task_lists import Slice


def list_people(request: Request, people: People, query: PeopleQuery) -> Answer[PageView[PersonView]]:
    """List people, by role and name."""
    part = Slice(limit=query.limit, cursor=query.cursor)
    return Answer(page_view(people.list(query.role, part, by=request.principal), person_view))


def invite_person(request: Request, people: People, body: InvitePerson) -> Answer[PersonView]:
    """Invite somebody."""
    person = people.invite(body.email, body.name, body.role, by=request.principal, once=request.once(person_view))
    return Answer(person_view(person))


def get_person(request: Request, people: People) -> Answer[PersonView]:
    """Read a person's profile."""
    return Answer(person_view(people.get(request.path["userId"], by=request.principal)))


def lift_suppression(request: Request, suppressions: Suppressions) -> Answer[None]:
    """Let mail go again to a person from whom it came back."""
    suppressions.lift(request.path["userId"], by=request.principal)
    return Answer(None)


def set_role(request: Request, people: People, body: SetRole) -> Answer[PersonView]:
    """Make somebody an admin or a member."""
    return Answer(person_view(people.set_role(request.path["userId"], body.role, by=request.principal)))


def set_standing(request: Request, people: People, body: SetStanding) -> Answer[PersonView]:
    """Deactivate somebody, or let them in again."""
    return Answer(person_view(people.set_standing(request.path["userId"], body.status, by=request.principal)))
