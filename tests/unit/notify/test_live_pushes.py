"""Pushing what happened to pages whose connections somebody else holds."""

import json
from datetime import timedelta

import pytest

from relayboard.domain.errors import Unavailable
from relayboard.domain.people import Role
from relayboard.domain.tasks import Status
from relayboard.notify.live_pushes import OPENING, LivePushes
from relayboard.store.events import event_of, is_event
from relayboard.store.sockets import KEEP_SOCKETS, Socket, open_socket, socket_of, sockets_of
from tests.support.open_sockets import OpenSockets
from tests.support.world import ANN, BOB, BOSS, LEAD, World


class Desk:
    """A workspace with open pages, and what pushes to them."""

    def __init__(self, *people):
        self.world = World()
        self.sockets = OpenSockets()
        self.pushes = LivePushes(self.world.store, self.sockets, self.world.clock)
        for somebody in people:
            self.open(somebody)

    def open(self, who, name=None, *, is_there=True):
        connection_id = name or who.user_id
        socket = Socket(id=connection_id, user_id=who.user_id, role=who.role, opened_at=self.world.clock.now())
        self.world.store.commit([open_socket(socket)])
        if is_there:
            self.sockets.open.add(connection_id)

    def event_items(self):
        return [item for item in self.world.dump().values() if is_event(item)]

    def created(self):
        """Return the event that made the task."""
        return next(item for item in self.event_items() if item["type"] == "task.created")

    def push(self):
        """Push everything that has happened so far, oldest first."""
        for item in sorted(self.event_items(), key=lambda item: item["id"]):
            assert self.pushes.wants(item)
            self.pushes.handle(item)

    def heard(self):
        """Return the types of what each connection was sent."""
        return {
            name: [json.loads(frame)["type"] for frame in frames] for name, frames in self.sockets.frames.items()
        }

    def known(self, who):
        return {one.id for one in self.world.store.all(sockets_of(who.user_id), socket_of)}


def test_admins_and_those_who_have_the_task_hear_of_it_on_every_page_and_nobody_else():
    desk = Desk(LEAD, BOSS, ANN, BOB)
    desk.open(ANN, "anns-phone")
    desk.world.task(assignees=[ANN])
    desk.push()
    told = ["task.created", "task.assigned"]
    assert desk.heard() == {"lead": told, "boss": told, "ann": told, "anns-phone": told}


def test_a_push_says_what_happened_to_which_task_and_none_of_its_words():
    desk = Desk(ANN)
    task = desk.world.task(assignees=[ANN], title="Secret of the house")
    desk.push()
    [first, *_] = [json.loads(frame) for frame in desk.sockets.frames["ann"]]
    created = event_of(desk.created())
    assert first == {
        "id": created.id,
        "type": "task.created",
        "taskId": task.id,
        "at": created.at.isoformat().replace("+00:00", "Z"),
    }
    assert "Secret" not in str(desk.sockets.frames)


def test_who_loses_a_task_hears_of_that_and_of_nothing_afterwards():
    desk = Desk(BOB)
    task = desk.world.task(assignees=[BOB])
    desk.world.assignments.unassign(task.id, "bob", by=LEAD)
    desk.world.tasks.move(task.id, Status.IN_PROGRESS, by=LEAD)
    desk.push()
    assert desk.heard() == {"bob": ["task.unassigned"]}


def test_what_is_about_no_task_is_pushed_to_nobody():
    desk = Desk(LEAD)
    desk.world.boards.create("Roof", by=LEAD)
    desk.push()
    assert desk.heard() == {}


def test_a_page_that_an_admin_opened_hears_what_a_member_may_when_they_are_one():
    desk = Desk(BOSS)
    desk.world.people.set_role("boss", Role.MEMBER, by=LEAD)
    desk.world.task(assignees=[ANN])
    desk.push()
    assert desk.heard() == {}


def test_the_deactivated_hear_nothing():
    desk = Desk(ANN)
    desk.world.task(assignees=[ANN])
    desk.world.people.set_standing("ann", desk.world.person(ANN).standing.__class__.INACTIVE, by=LEAD)
    desk.push()
    assert desk.heard() == {}


def test_a_page_that_is_gone_is_forgotten_and_the_others_hear():
    desk = Desk(ANN)
    desk.open(ANN, "closed", is_there=False)
    desk.world.clock.advance(OPENING.total_seconds() + 1)
    desk.world.task(assignees=[ANN])
    desk.push()
    assert desk.known(ANN) == {"ann"}
    assert set(desk.heard()) == {"ann"}


def test_a_page_that_is_still_being_opened_is_not_forgotten():
    desk = Desk()
    desk.open(ANN, "opening", is_there=False)
    desk.world.task(assignees=[ANN])
    desk.push()
    assert desk.known(ANN) == {"opening"}


def test_a_page_that_cannot_be_written_to_is_closed_so_that_it_comes_back_and_asks():
    desk = Desk(ANN, LEAD)
    desk.world.clock.advance(OPENING.total_seconds() + 1)
    desk.sockets.trouble["ann"] = Unavailable("full")
    desk.world.task(assignees=[ANN])
    desk.push()
    assert "ann" not in desk.sockets.open
    assert desk.known(ANN) == set()
    assert set(desk.heard()) == {"lead"}


def test_while_no_page_can_be_reached_the_event_is_to_come_again_after_all_were_tried():
    desk = Desk(ANN, LEAD)
    desk.sockets.trouble["ann"] = desk.sockets.closing = Unavailable("away")
    desk.world.task(assignees=[ANN])
    with pytest.raises(Unavailable):
        desk.push()
    assert set(desk.heard()) == {"lead"}
    assert desk.known(ANN) == {"ann"}


def test_sockets_that_nobody_told_the_end_of_end_with_their_time():
    desk = Desk(ANN)
    desk.world.clock.advance((KEEP_SOCKETS + timedelta(seconds=1)).total_seconds())
    desk.world.task(assignees=[ANN])
    desk.push()
    assert desk.known(ANN) == set()
    assert desk.heard() == {}


@pytest.mark.parametrize("assignees", [[], [ANN], [ANN, BOB]])
def test_an_event_costs_one_read_of_the_task_one_of_profiles_and_a_query_for_each_who_may_listen(assignees):
    desk = Desk(LEAD, ANN, BOB)
    desk.open(LEAD, "again")
    desk.world.task(assignees=assignees)
    item = desk.created()
    desk.world.table.calls.clear()
    desk.pushes.handle(item)
    assert sorted(desk.world.table.calls) == ["get", "get_many", *["query"] * (1 + len(assignees))]


def test_with_no_page_open_nothing_is_read_but_the_task_and_who_listens():
    desk = Desk()
    desk.world.task()
    item = desk.created()
    desk.world.table.calls.clear()
    desk.pushes.handle(item)
    assert sorted(desk.world.table.calls) == ["get", "query"]
