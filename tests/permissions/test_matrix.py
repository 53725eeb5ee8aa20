"""Every route, for every role, in every relation, against the permission matrix."""

import re

import pytest

from relayboard.api.route import Group
from relayboard.api.routes import ROUTES
from relayboard.domain.events import EventType
from relayboard.domain.notices import Notice
from relayboard.domain.people import Principal, Role, Standing
from relayboard.domain.permissions import MATRIX, Action, Relation
from relayboard.store.notices import put_notice
from tests.permissions.cases import CASES, ROUTE_OF, WALKED, WRITES, Thing
from tests.support.world import ANN, LEAD, NOWHERE, STRANGER, World

_SELF, _OTHER, _ASSIGNEE = Relation.SELF, Relation.OTHER, Relation.ASSIGNEE
# In which relations somebody can meet each action. A new action fails the test below until a case walks it.
RELATIONS = {
    **dict.fromkeys(Action, (_OTHER,)),
    **dict.fromkeys(
        (
            Action.TASK_READ,
            Action.TASK_UPDATE,
            Action.TASK_MOVE,
            Action.TASK_CLOSE,
            Action.TASK_REOPEN,
            Action.TASK_ASSIGN,
            Action.TASK_DELETE,
            Action.TASK_RESTORE,
            Action.COMMENT_READ,
            Action.COMMENT_ADD,
        ),
        (_ASSIGNEE, _OTHER),
    ),
    **dict.fromkeys((Action.COMMENT_EDIT, Action.COMMENT_DELETE), (_SELF, _OTHER)),
    **dict.fromkeys(
        (Action.PROFILE_OWN, Action.NOTICE_OWN, Action.PERSONAL_OWN, Action.LIVE_FOLLOW, Action.CALENDAR_OWN),
        (_SELF,),
    ),
}
TASK_THINGS = {Thing.ASSIGNED, Thing.FOREIGN, Thing.DELETED, Thing.ABSENT}


def actor(role):
    return LEAD if role is Role.ADMIN else ANN


def world_for(who):
    world = World()
    notice = Notice(
        id="N1",
        user_id=who.user_id,
        event_type=EventType.TASK_ASSIGNED,
        text="",
        task_id=None,
        at=world.clock.now(),
    )
    world.store.commit([put_notice(notice)])
    return world


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_everybody_may_do_what_the_matrix_says_and_nothing_else(case, role):
    who = actor(role)
    world = world_for(who)
    ask = case.ask(world, who)
    before = world.dump()
    reply = ask(who)
    status, sentence = case.expected(role)
    assert reply.status == status, reply.json
    if sentence:
        assert reply.json["detail"] == sentence
    if status >= 400:
        assert world.dump() == before


def test_every_route_is_walked():
    assert {case.operation for case in CASES} == {route.operation for route in ROUTES if route.action is not None}


def test_every_route_is_walked_with_its_own_action():
    for route in ROUTES:
        if route.action is not None:
            assert (route.operation, route.action) in {(case.operation, case.action) for case in CASES}


@pytest.mark.parametrize("action", Action)
def test_every_cell_that_somebody_can_meet_is_walked(action):
    cells = {(action, role, relation) for role in Role for relation in RELATIONS[action]}
    assert cells <= WALKED
    assert {cell for cell in WALKED if cell[0] is action} <= cells


def test_every_action_has_its_row_in_the_matrix():
    assert set(MATRIX) == set(Action)


@pytest.mark.parametrize("path", sorted({route.path for route in ROUTES if route.path.startswith("/tasks/")}))
def test_every_route_below_a_task_is_walked_in_all_its_states(path):
    for route in ROUTES:
        if route.path == path:
            assert {case.thing for case in CASES if case.operation == route.operation} >= TASK_THINGS


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation)
def test_only_public_routes_answer_who_is_not_signed_in(route):
    path = re.sub(r"{\w+}", NOWHERE, route.path)
    world = World()
    before = world.dump()
    status = world.call(route.method, path, body={}).status
    assert (status == 401) is (route.action is not None)
    assert world.dump() == before


@pytest.mark.parametrize("case", WRITES, ids=str)
def test_the_old_token_of_a_demoted_admin_writes_no_more_than_a_members(case):
    world = world_for(LEAD)
    ask = case.ask(world, LEAD)
    world.people.set_role(LEAD.user_id, Role.MEMBER, by=Principal("boss", Role.ADMIN))
    before = world.dump()
    reply = ask(LEAD)
    status, _ = case.expected(Role.MEMBER)
    assert reply.status == status, reply.json
    is_preview = ROUTE_OF[case.operation].group is Group.READ
    assert (world.dump() == before) is (is_preview or status >= 400)


@pytest.mark.parametrize("case", WRITES, ids=str)
@pytest.mark.parametrize("role", Role)
def test_the_old_token_of_somebody_deactivated_writes_nothing(case, role):
    who = actor(role)
    world = world_for(who)
    ask = case.ask(world, who)
    world.people.set_standing(who.user_id, Standing.INACTIVE, by=Principal("boss", Role.ADMIN))
    before, pool = world.dump(), dict(world.directory.accounts)
    reply = ask(who)
    assert (reply.status, reply.json["detail"]) == (403, "Your account has been deactivated.")
    assert (world.dump(), world.directory.accounts) == (before, pool)


@pytest.mark.parametrize("case", WRITES, ids=str)
def test_a_token_without_a_profile_writes_nothing(case):
    world = world_for(LEAD)
    ask = case.ask(world, LEAD)
    before = world.dump()
    assert ask(STRANGER).status == 403
    assert ask(Principal("stranger", Role.ADMIN)).status == 403
    assert world.dump() == before


@pytest.mark.parametrize("standing", Standing)
def test_the_old_token_of_a_former_admin_still_reads_until_it_ends(standing):
    world = World()
    task = world.task()
    boss = Principal("boss", Role.ADMIN)
    world.people.set_role(LEAD.user_id, Role.MEMBER, by=boss)
    world.people.set_standing(LEAD.user_id, standing, by=boss)
    assert world.call("GET", f"/tasks/{task.id}", as_=LEAD).status == 200
    assert world.call("PATCH", f"/tasks/{task.id}", as_=LEAD, body={"title": "Mine"}).status in (403, 404)


def test_the_routes_of_one_path_have_names_of_their_own():
    assert len(ROUTE_OF) == len(ROUTES)
