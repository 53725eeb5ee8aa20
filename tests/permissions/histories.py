"""A random history of a workspace, next to the simplest model of what it should be."""

from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from relayboard.domain.errors import Conflict
from relayboard.domain.people import Principal, Role, Standing
from relayboard.domain.permissions import Action, Relation, is_allowed
from relayboard.domain.tasks import Priority, Status
from relayboard.services.tasks import TaskEdit
from tests.support.world import ANN, BOB, BOSS, LEAD, World

STATUSES = list(Status)
PEOPLE = (LEAD, BOSS, ANN, BOB)
MEMBERS = (ANN, BOB)
TITLES = ("Paint the fence", "STRASSE fegen", "oil the gate", "Ölen")
SEARCHES = ("paint", "straße", "GATE", "öl", "red")
DAYS = (None, date(2100, 1, 1), date(2100, 3, 1), date(2100, 12, 31))
LABELS = ((), ("red",), ("red", "blue"))
people = st.sets(st.sampled_from([one.user_id for one in PEOPLE]), max_size=3).map(sorted)
contents = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(TITLES),
        "priority": st.sampled_from(Priority),
        "due_date": st.sampled_from(DAYS),
        "labels": st.sampled_from(LABELS),
    },
)
picks = st.integers(0, 1_000)
limits = st.integers(1, 4)


class Histories(RuleBasedStateMachine):
    """What an admin does, checked against plain lists of plain dictionaries."""

    @initialize(first=st.lists(st.tuples(contents, people, st.sampled_from(Status)), min_size=6, max_size=10))
    def begin(self, first):
        self.world = World()
        garden = self.world.boards.create("Garden", by=LEAD)
        self.boards = ("main", garden.id)
        self.tasks = {}
        self.by = LEAD
        for content, assignees, status in first:
            principals = [one for one in PEOPLE if one.user_id in assignees]
            made = self.world.task(assignees=principals, status=status, **content)
            self.tasks[made.id] = made

    def pick(self, number, *, deleted=False):
        ids = sorted(task_id for task_id, task in self.tasks.items() if task.is_deleted is deleted)
        return ids[number % len(ids)] if ids else None

    def note(self, task):
        before = self.tasks.get(task.id)
        assert task.version - (before.version if before else 0) in (0, 1)
        self.tasks[task.id] = task

    @rule(board=st.integers(0, 1), content=contents, assignees=people)
    def create(self, board, content, assignees):
        principals = [one for one in PEOPLE if one.user_id in assignees]
        made = self.world.task(assignees=principals, board=self.boards[board], by=self.by, **content)
        assert made.id not in self.tasks
        self.note(made)

    @rule(number=picks, content=contents, assignees=st.none() | people, board=st.none() | st.integers(0, 1))
    def edit(self, number, content, assignees, board):
        if task_id := self.pick(number):
            board_id = None if board is None else self.boards[board]
            wanted = TaskEdit(content=content, assignee_ids=assignees, board_id=board_id)
            task = self.world.tasks.edit(task_id, wanted, by=self.by)
            if assignees is not None:
                assert {one.id for one in task.assignees} == set(assignees)
            self.note(task)

    @rule(number=picks, status=st.sampled_from(Status), position=st.none() | st.sampled_from(("A", "a5", "zz")))
    def move(self, number, status, position):
        if task_id := self.pick(number):
            self.note(self.world.tasks.move(task_id, status, position=position, by=self.by))

    @rule(number=picks, assignees=people.filter(bool))
    def assign(self, number, assignees):
        if task_id := self.pick(number):
            had = {one.id for one in self.tasks[task_id].assignees}
            task = self.world.assignments.assign(task_id, assignees, by=self.by)
            assert {one.id for one in task.assignees} == had | set(assignees)
            self.note(task)

    @rule(number=picks)
    def unassign(self, number):
        if (task_id := self.pick(number)) and self.tasks[task_id].assignees:
            gone = self.tasks[task_id].assignees[0].id
            self.note(self.world.assignments.unassign(task_id, gone, by=self.by))

    @rule(number=picks)
    def delete(self, number):
        if task_id := self.pick(number):
            self.world.tasks.delete(task_id, by=self.by)
            self.note(self.world.stored(task_id))

    @rule(number=picks)
    def restore(self, number):
        if task_id := self.pick(number, deleted=True):
            before = self.tasks[task_id]
            task = self.world.tasks.restore(task_id, by=self.by)
            same = ("content", "status", "assignees", "position", "board_id", "completed_at", "created_at")
            assert all(getattr(task, name) == getattr(before, name) for name in same)
            self.note(task)

    @rule(number=picks)
    def comment(self, number):
        if task_id := self.pick(number):
            self.world.comments.add(task_id, "Nearly dry.", by=self.by)

    @rule(who=st.sampled_from((BOSS, LEAD)), role=st.sampled_from(Role))
    def set_role(self, who, role):
        self.guarded(lambda by: self.world.people.set_role(who.user_id, role, by=by))

    @rule(who=st.sampled_from((BOSS, LEAD)), standing=st.sampled_from(Standing))
    def set_standing(self, who, standing):
        self.guarded(lambda by: self.world.people.set_standing(who.user_id, standing, by=by))

    def guarded(self, change):
        """Change people as whoever is an admin now; bring everybody back so that the history goes on."""
        by = Principal(sorted(self.world.admin_ids)[0], Role.ADMIN)
        try:
            change(by)
        except Conflict:
            assert len(self.world.admin_ids) == 1
        self.by = Principal(sorted(self.world.admin_ids)[0], Role.ADMIN)
        for one in PEOPLE:
            if not self.world.person(one).is_active:
                self.check_admins()
                self.world.people.set_standing(one.user_id, Standing.ACTIVE, by=self.by)

    @invariant()
    def check_admins(self):
        found = [self.world.person(one) for one in PEOPLE]
        active = {one.id for one in found if one.role is Role.ADMIN and one.is_active}
        assert self.world.admin_ids == active
        assert active
        for one in found:
            account = self.world.directory.accounts[one.id]
            assert (account.role, account.is_enabled) == (one.role, one.is_active)

    @precondition(lambda self: self.tasks)
    @rule(number=picks)
    def check_cards(self, number):
        for task_id, task in self.tasks.items():
            (card,), copies = self.world.cards(task_id)
            assert len(copies) == (0 if task.is_deleted else len(task.assignees))
            assert all(copy == card for copy in copies)
        task_id = list(self.tasks)[number % len(self.tasks)]
        assert self.world.stored(task_id) == self.tasks[task_id]

    @rule(status=st.sampled_from(Status), limit=limits, narrow=picks)
    def check_boards(self, status, limit, narrow):
        for board in self.boards:
            on_it = self.living(lambda task, board=board: task.board_id == board)
            on_it.sort(key=lambda task: (STATUSES.index(task.status), f"{task.position}#{task.id}"))
            self.check_list(f"/tasks?board={board}", LEAD, on_it, status, limit, narrow)

    @rule(status=st.sampled_from(Status), limit=limits, narrow=picks)
    def check_people(self, status, limit, narrow):
        for who in PEOPLE:
            theirs = self.living(lambda task, who=who: task.is_assigned_to(who.user_id))
            theirs.sort(key=due_order)
            self.check_list(f"/tasks?assignee={who.user_id}", who, theirs, status, limit, narrow)

    def check_list(self, path, who, tasks, status, limit, narrow):
        """Compare a list, whole and narrowed, with the tasks that should be in it, in their order."""
        text, fits = filter_of(narrow)
        assert self.listed(path, who, limit) == [task.id for task in tasks]
        assert self.listed(path + text, who, limit) == [task.id for task in tasks if fits(task)]
        column = [task.id for task in tasks if task.status is status and fits(task)]
        assert self.listed(f"{path}{text}&status={status}", who, limit) == column

    @rule(limit=limits)
    def check_trash(self, limit):
        shown = [task for task in self.tasks.values() if task.is_deleted]
        shown.sort(key=lambda task: task.deleted_at, reverse=True)
        assert self.listed("/tasks?deleted=true", LEAD, limit) == [task.id for task in shown]

    @rule(who=st.sampled_from(MEMBERS), narrow=picks)
    def check_that_a_member_reads_only_what_is_theirs(self, who, narrow):
        theirs = {task.id for task in self.living(lambda task: task.is_assigned_to(who.user_id))}
        for task_id in self.tasks:
            for below in ("", "/assignments", "/comments", "/events"):
                reply = self.world.call("GET", f"/tasks/{task_id}{below}", as_=who)
                assert (reply.status == 200) is (task_id in theirs)
                assert reply.status in (200, 404)
        text, _ = filter_of(narrow)
        for where in (
            "",
            f"&board={self.boards[0]}",
            f"&assignee={who.user_id}",
            f"&status={STATUSES[narrow % 5]}",
        ):
            listed = self.listed(f"/tasks?{(where + text)[1:]}", who, 3)
            assert set(listed) <= theirs
        other = BOB if who is ANN else ANN
        for closed in (f"assignee={other.user_id}", "deleted=true", f"assignee={other.user_id}&deleted=true"):
            assert self.world.call("GET", f"/tasks?{closed}", as_=who).status == 403
        assert not is_allowed(Role.MEMBER, Relation.OTHER, Action.TASK_READ)

    @precondition(lambda self: self.tasks)
    @rule(number=picks)
    def check_that_every_version_was_told(self, number):
        task_id = list(self.tasks)[number % len(self.tasks)]
        if not self.tasks[task_id].is_deleted:
            told = [event for event in self.world.events(task_id) if event["type"].startswith("task.")]
            assert told[0]["type"] == "task.created"
            moments = [event["at"] for event in told]
            assert moments == sorted(moments)
            assert len(set(moments)) == self.tasks[task_id].version

    def living(self, fits):
        return [task for task in self.tasks.values() if not task.is_deleted and fits(task)]

    def listed(self, path, who, limit):
        ids = [item["id"] for item in self.world.pages("GET", path, as_=who, limit=limit)]
        assert len(ids) == len(set(ids))
        return ids


def due_order(task):
    due = task.content.due_date
    return STATUSES.index(task.status), due.isoformat() if due else "~", task.id


def filter_of(number):
    """Return a filter as a query string, and as a function."""
    kinds = (
        ("", lambda task: True),
        ("&priority=MEDIUM", lambda task: task.content.priority is Priority.MEDIUM),
        ("&label=red", lambda task: "red" in task.content.labels),
        ("&due=none", lambda task: task.content.due_date is None),
        ("&due=2100-03-01..", lambda task: (task.content.due_date or date.min) >= date(2100, 3, 1)),
        ("&due=..2100-03-01", lambda task: (task.content.due_date or date.max) <= date(2100, 3, 1)),
        ("&due=2100-01-01", lambda task: task.content.due_date == date(2100, 1, 1)),
        *((f"&q={text}", lambda task, text=text: text.casefold() in words(task)) for text in SEARCHES),
    )
    return kinds[number % len(kinds)]


def words(task):
    return " ".join((task.content.title, *task.content.labels)).casefold()
