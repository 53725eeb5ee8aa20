"""The workspace to look around in."""

from collections import Counter
from datetime import timedelta

import pytest

from relayboard.adapters.local_pool.directory import LocalDirectory
from relayboard.adapters.local_pool.pool import LocalPool
from relayboard.adapters.local_pool.signing_key import SigningKey
from relayboard.adapters.memory_table import MemoryTable
from relayboard.domain.events import EventType
from relayboard.domain.ids import Ulids
from relayboard.domain.joining import JoiningRules
from relayboard.domain.people import Principal, Role
from relayboard.domain.reminders import REMINDERS
from relayboard.domain.tasks import Status
from relayboard.local.demo.tasks import DEMO_TASKS
from relayboard.local.demo.workspace import fill
from relayboard.services.joining import Joining
from relayboard.services.task_reading import TaskSelection
from relayboard.services.use_cases import Services
from relayboard.store.outbox import TableOutbox
from relayboard.store.store import Store
from relayboard.store.task_lists import Slice, TaskFilter
from tests.support.ticking_clock import TickingClock
from tests.unit.local_pool.world import CountingHasher

ADMIN = Principal("somebody", Role.ADMIN)
KEY = SigningKey.generate()


class Workspace:
    """What `fill` needs, over a table in memory."""

    def __init__(self):
        self.clock, ulids = TickingClock(), Ulids()
        table = MemoryTable(self.clock)
        store = Store(table)
        self.joining = Joining(
            store,
            self.clock,
            lambda: ulids.next(self.clock.now()),
            rules=JoiningRules(),
            directory=lambda: directory,
        )
        self.pool = LocalPool(
            table,
            clock=self.clock,
            signing_key=KEY,
            issuer="http://127.0.0.1:8000/cognito/local_relayboard",
            outbox=TableOutbox(self.clock, ulids),
            triggers=self.joining,
            hasher=CountingHasher(),
        )
        directory = LocalDirectory(self.pool)
        self.services = Services(store, clock=self.clock, ulids=ulids, directory=lambda: directory)

    def fill(self):
        return fill(self.pool, self.joining, self.services)

    def tasks(self):
        selection = TaskSelection(filter=TaskFilter())
        items, cursor = [], None
        while True:
            page = self.services.tasks.list(selection, Slice(limit=50, cursor=cursor), by=ADMIN)
            items += page.items
            cursor = page.cursor
            if cursor is None:
                return items

    def people(self):
        return self.services.people.list(None, Slice(limit=50), by=ADMIN).items

    def events(self):
        return [
            happening.event
            for task in self.tasks()
            for happening in self.services.history.of_task(task.id, Slice(limit=50), by=ADMIN).items
        ]


@pytest.fixture
def workspace():
    return Workspace()


@pytest.fixture(scope="module")
def filled():
    workspace = Workspace()
    workspace.sign_ins = workspace.fill()
    return workspace


def test_there_are_an_admin_and_three_members_who_can_sign_in(filled):
    assert Counter(one.role for one in filled.sign_ins) == {Role.ADMIN: 1, Role.MEMBER: 3}
    for one in filled.sign_ins:
        account = filled.pool.core.accounts.find(one.email)
        assert filled.pool.core.passwords.matches(one.password, account.password_hash)
        assert account.groups == (one.role.value,)
    shown = {(person.email, person.name, person.role) for person in filled.people()}
    assert shown == {(one.email, one.name, one.role) for one in filled.sign_ins}


def test_there_are_about_twenty_tasks_in_all_states(filled):
    statuses = Counter(task.status for task in filled.tasks())
    assert 18 <= statuses.total() <= 22
    assert set(statuses) == set(Status)


def test_due_dates_lie_before_on_and_after_today_or_nowhere(filled):
    today = filled.clock.now().date()
    dates = [task.content.due_date for task in filled.tasks() if task.is_open]
    assert None in dates
    assert today in dates
    assert any(due and due < today for due in dates)
    assert any(due and today + timedelta(days=5) <= due <= today + timedelta(days=10) for due in dates)


def test_every_member_has_tasks_and_some_tasks_have_several_people(filled):
    counts = Counter(assignee.id for task in filled.tasks() for assignee in task.assignees)
    members = {person.id for person in filled.people() if person.role is Role.MEMBER}
    assert set(counts) == members
    assert {len(task.assignees) for task in filled.tasks()} == {0, 1, 2, 3}


def test_the_history_tells_of_members_moves_and_comments(filled):
    events = filled.events()
    lead = next(person.id for person in filled.people() if person.role is Role.ADMIN)
    moved = [event for event in events if event.type is EventType.TASK_STATUS_CHANGED]
    assert any(event.actor.id != lead for event in moved)
    assert len([event for event in events if event.type is EventType.COMMENT_ADDED]) >= 8


def test_what_is_due_or_overdue_has_been_told_of_but_little_of_it(workspace):
    workspace.fill()
    assert 1 <= workspace.services.reminders.round(lambda: True) <= 5
    reminders = [event for event in workspace.events() if event.type in REMINDERS]
    assert {event.type for event in reminders} == REMINDERS
    assert workspace.services.reminders.round(lambda: True) == 0


def test_the_tasks_are_as_they_are_written_down(filled):
    written = {(task.title, task.status, len(task.assignees)) for task in DEMO_TASKS}
    assert {(task.content.title, task.status, len(task.assignees)) for task in filled.tasks()} == written


def test_a_second_start_adds_nothing_and_tells_the_same_sign_ins(workspace):
    first = workspace.fill()
    before = workspace.tasks(), workspace.people()
    assert workspace.fill() == first
    assert (workspace.tasks(), workspace.people()) == before


def test_a_real_workspace_gets_no_people_whose_password_everybody_knows(workspace):
    user_id = workspace.pool.create_account("boss@team.example", "Boss", "Correct horse 1", Role.ADMIN)
    workspace.joining.join(user_id, "boss@team.example", "Boss", Role.ADMIN)
    assert workspace.fill() == ()
    assert [person.name for person in workspace.people()] == ["Boss"]
    assert workspace.tasks() == []


def test_a_start_that_ended_between_account_and_profile_is_made_up_for(workspace):
    workspace.pool.create_account("maya@example.com", "Maya Okafor", "Relayboard1", Role.ADMIN)
    assert len(workspace.fill()) == 4
    assert len(workspace.tasks()) == len(DEMO_TASKS)
