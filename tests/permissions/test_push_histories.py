"""Random histories with open pages: a member's socket carries all that is theirs, and never another's task."""

import json
from collections import defaultdict

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from relayboard.adapters.memory_table import MemoryChanges
from relayboard.domain.people import Principal, Role, Standing
from relayboard.domain.tasks import Status
from relayboard.notify.live_pushes import LivePushes
from relayboard.store.events import is_event
from relayboard.store.sockets import Socket, open_socket
from tests.support.open_sockets import OpenSockets
from tests.support.world import ANN, BOB, BOSS, LEAD, World

PEOPLE = (BOSS, ANN, BOB)
people = st.sampled_from(PEOPLE)
somebody = st.sets(st.sampled_from([one.user_id for one in (LEAD, *PEOPLE)]), max_size=3).map(sorted)
picks = st.integers(0, 1_000)


class PushHistories(RuleBasedStateMachine):
    """LEAD changes tasks and people; events are pushed later, when the tasks and the people may be others."""

    @initialize()
    def begin(self):
        self.world, self.sockets = World(), OpenSockets()
        self.pushes = LivePushes(self.world.store, self.sockets, self.world.clock)
        self.feed = MemoryChanges(self.world.engine)
        self.position = self.feed.newest()
        self.holders = defaultdict(set)
        self.deleted = set()
        self.owners = {}

    def pick(self, number, *, deleted=False):
        ids = sorted(task_id for task_id in self.holders if (task_id in self.deleted) is deleted)
        return ids[number % len(ids)] if ids else None

    def active(self, user_ids):
        return [one for one in user_ids if self.world.person(Principal(one, Role.MEMBER)).is_active]

    def note(self, task):
        self.holders[task.id] = {one.id for one in task.assignees}

    def happened(self):
        """Return the events since this was asked last, as the stream hands them over."""
        changes = self.feed.read(self.position, limit=1000)
        self.position = changes[-1].position if changes else self.position
        return [change.new for change in changes if change.old is None and is_event(change.new)]

    @rule(who=people)
    def open_a_page(self, who):
        role = self.world.person(who).role
        name = f"{who.user_id}-{len(self.owners)}"
        socket = Socket(id=name, user_id=who.user_id, role=role, opened_at=self.world.clock.now())
        self.world.store.commit([open_socket(socket)])
        self.sockets.open.add(name)
        self.owners[name] = (who, role)

    @rule(assignees=somebody)
    def create(self, assignees):
        self.note(self.world.task(assignees=[Principal(one, Role.MEMBER) for one in self.active(assignees)]))

    @rule(number=picks, assignees=somebody.filter(bool))
    def assign(self, number, assignees):
        if (task_id := self.pick(number)) and (wanted := self.active(assignees)):
            self.note(self.world.assignments.assign(task_id, wanted, by=LEAD))

    @rule(number=picks, user_id=st.sampled_from([one.user_id for one in PEOPLE]))
    def unassign(self, number, user_id):
        task_id = self.pick(number)
        if task_id and user_id in self.holders[task_id]:
            self.note(self.world.assignments.unassign(task_id, user_id, by=LEAD))

    @rule(number=picks, status=st.sampled_from(Status))
    def move(self, number, status):
        if task_id := self.pick(number):
            self.world.tasks.move(task_id, status, by=LEAD)

    @rule(number=picks)
    def comment(self, number):
        if task_id := self.pick(number):
            self.world.comments.add(task_id, "Nearly dry.", by=LEAD)

    @rule(number=picks)
    def delete(self, number):
        if task_id := self.pick(number):
            self.world.tasks.delete(task_id, by=LEAD)
            self.deleted.add(task_id)

    @rule(number=picks)
    def restore(self, number):
        if task_id := self.pick(number, deleted=True):
            self.note(self.world.tasks.restore(task_id, by=LEAD))
            self.deleted.discard(task_id)

    @rule(who=people, role=st.sampled_from(Role))
    def set_role(self, who, role):
        self.world.people.set_role(who.user_id, role, by=LEAD)

    @rule(who=people, standing=st.sampled_from(Standing))
    def set_standing(self, who, standing):
        self.world.people.set_standing(who.user_id, standing, by=LEAD)

    @precondition(lambda self: self.owners)
    @rule()
    def push(self):
        for item in self.happened():
            self.sockets.frames.clear()
            self.pushes.handle(item)
            wanted = {name for name, (who, role) in self.owners.items() if self.may_hear(item, who, role)}
            assert set(self.sockets.frames) == wanted
            for [frame] in self.sockets.frames.values():
                assert json.loads(frame)["taskId"] == item["subject"]["id"]

    def may_hear(self, item, who, opened_as):
        """Say by the plain model who hears of an event: admins of all, members of what they have or just lost."""
        person, task_id = self.world.person(who), item["subject"]["id"]
        if item["subject"]["kind"] != "task" or person.standing is not Standing.ACTIVE:
            return False
        if person.role is Role.ADMIN and opened_as is Role.ADMIN:
            return True
        is_lost = item["type"] == "task.unassigned" and who.user_id in {one["id"] for one in item["people"]}
        is_there = task_id not in self.deleted or item["type"] == "task.deleted"
        return is_lost or (is_there and who.user_id in self.holders[task_id])


ALLOWED = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def test_a_socket_carries_what_its_owner_may_see_and_nothing_else():
    few = settings(max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=ALLOWED)
    run_state_machine_as_test(PushHistories, settings=few)
