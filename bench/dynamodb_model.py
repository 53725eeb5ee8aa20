"""What Relayboard costs on DynamoDB, and what bounds it there: `python -m bench.dynamodb_model`.

The real use cases run over a table that counts request units; the rest is arithmetic with the inputs below.
`docs/performance.md` holds its output, and a test compares the two.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bench.dynamodb_meter import MeteredTable, Units
from relayboard.adapters.memory_table import MemoryTable
from relayboard.domain.boards import Board
from relayboard.domain.deliveries import Outcome, OutcomeKind
from relayboard.domain.events import EventType, SubjectKind
from relayboard.domain.ids import Ulids, encode_ulid
from relayboard.domain.people import Person, Principal, Role, Standing
from relayboard.domain.tasks import Status, TaskContent
from relayboard.lambdas.invocations import Patience
from relayboard.lambdas.live_sockets import LiveConnect, LiveDisconnect
from relayboard.notify.deliverer import Deliverer
from relayboard.notify.email import EmailChannel
from relayboard.notify.inbox import InboxChannel
from relayboard.notify.live_pushes import LivePushes
from relayboard.notify.mail_tags import tags_of
from relayboard.notify.mails import Mails
from relayboard.notify.receipts import Receipts
from relayboard.notify.site import Site
from relayboard.ports.mailer import Mail, MailReport
from relayboard.ports.table import Item
from relayboard.services.live_tickets import LiveTickets
from relayboard.services.reminders import Reminders
from relayboard.services.task_changes import TaskChanges
from relayboard.services.task_reading import TaskSelection
from relayboard.services.tasks import NewTask, TaskEdit, Tasks
from relayboard.services.unit_of_work import UnitsOfWork
from relayboard.store.boards import save_board
from relayboard.store.events import events_of
from relayboard.store.people import save_person
from relayboard.store.sockets import Socket, open_socket
from relayboard.store.status_shards import FixedShards
from relayboard.store.store import Store
from relayboard.store.task_lists import Slice, TaskFilter

# On demand, table class Standard, us-east-1, as of November 2024; put your region's prices here.
DOLLARS_PER_MILLION_WRITE_UNITS = 0.625
DOLLARS_PER_MILLION_READ_UNITS = 0.125
# "Best practices for designing and using partition keys effectively", Amazon DynamoDB Developer Guide.
WRITE_UNITS_OF_A_PARTITION = 1000
READ_UNITS_OF_A_PARTITION = 3000

RATES = (100, 500, 1000, 2000, 5000)
SHARDS = (1, 2, 4, 8, 16)
_START = datetime(2026, 11, 21, 9, 0, 0, 123456, tzinfo=UTC)
_DUE_DAYS = 14
_MORNING = _START.replace(hour=8, minute=0, second=0) + timedelta(days=_DUE_DAYS - 1)
_COLUMN = "BOARD#main#STATUS#OPEN#"
_DESCRIPTION = "What has to be done, by whom it was asked for, and how to tell that it is done. " * 4
_TASKS_LISTED = 400
_ABOUT_A_SOCKET = {"requestContext": {"connectionId": "L0SM9cOFvHcCIhw="}}


class _Clock:
    """Goes on by a millisecond each time it is looked at, so that every run is the same."""

    def __init__(self) -> None:
        self._now = _START

    def now(self) -> datetime:
        self._now += timedelta(milliseconds=1)
        return self._now

    def wait_until(self, moment: datetime) -> None:
        self._now = moment


class _Numbered(Ulids):
    """Makes ids without chance, for they decide in which shard a task is."""

    def __init__(self) -> None:
        super().__init__()
        self._made = 0

    def next(self, now: datetime) -> str:
        self._made += 1
        return encode_ulid(int(now.timestamp() * 1000), self._made)


class _Taken:
    """A mail server that takes everything."""

    def send(self, mail: Mail) -> str:  # noqa: ARG002 - as the port has it
        return "250 2.0.0 Ok: queued as 4Xy1Zb2c3dz9"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace of an admin and three members over a metered table."""

    table: MeteredTable
    store: Store
    clock: _Clock
    tasks: Tasks
    admin: Principal
    members: tuple[str, ...]

    def create(self, *, assignees: int = 0) -> str:
        """Make a task of usual size, and return its id."""
        content = TaskContent(
            title="Write down how the release went",
            description=_DESCRIPTION,
            due_date=_START.date() + timedelta(days=_DUE_DAYS),
            labels=("docs", "release"),
        )
        wanted = NewTask(content=content, board_id="main", assignee_ids=self.members[:assignees])
        return self.tasks.create(wanted, by=self.admin).id


def workspace(*, shards: int = 1) -> Workspace:
    """Make one."""
    clock = _Clock()
    memory = MemoryTable(clock)
    table = MeteredTable(memory)
    store = Store(table)
    spread = FixedShards(shards)
    units = UnitsOfWork(store, clock, _Numbered())
    people = [_person(number) for number in range(4)]
    store.commit(
        [save_board(None, Board.new("main", "Main", at=_START)), *(save_person(None, one) for one in people)]
    )
    admin = Principal(people[0].id, Role.ADMIN)
    tasks = Tasks(store, units, TaskChanges(units, shards=spread), shards=spread)
    return Workspace(table, store, clock, tasks, admin, tuple(one.id for one in people[1:]))


def _person(number: int) -> Person:
    return Person(
        id=f"8e2b7d9a-33c4-4a51-9f7e-0c1d2e3f4a5{number}",
        email=f"person{number}@example.com",
        name=f"Person Number {number}",
        role=Role.MEMBER if number else Role.ADMIN,
        standing=Standing.ACTIVE,
        created_at=_START,
        updated_at=_START,
    )


def use_cases() -> Iterator[tuple[str, Units]]:
    """Run each use case once and yield what it costs."""
    for assignees in (0, 1, 3):
        space = workspace()
        with space.table.counting() as units:
            space.create(assignees=assignees)
        yield f"create a task, {assignees} assigned", units
    yield "change a title, 1 assigned", _of_a_change(_rename)
    yield "move to another column, 1 assigned", _of_a_change(_move)
    yield "read a task", _of_a_change(lambda space, task_id: space.tasks.get(task_id, by=space.admin))
    yield "list 50 of a column", _of_a_list(1)
    yield "tell one person, mail and inbox", _of_telling()
    yield "take the report that a mail arrived", _of_a_report()
    yield "a round of reminders, nobody wakes", _of_a_round(_MORNING + timedelta(hours=3))
    yield "a round of reminders, a morning, 1 to tell", _of_a_round(_MORNING)
    yield "open and close a live socket", _of_opening()
    yield "push an event to two open pages", _of_pushing()


def _of_a_change(change: Callable[[Workspace, str], object]) -> Units:
    space = workspace()
    task_id = space.create(assignees=1)
    with space.table.counting() as units:
        change(space, task_id)
    return units


def _rename(space: Workspace, task_id: str) -> None:
    space.tasks.edit(task_id, TaskEdit(content={"title": "Write down how it went"}), by=space.admin)


def _move(space: Workspace, task_id: str) -> None:
    space.tasks.move(task_id, Status.IN_PROGRESS, by=space.admin)


def _of_a_list(shards: int) -> Units:
    space = workspace(shards=shards)
    for _ in range(_TASKS_LISTED):
        space.create()
    wanted = TaskSelection(filter=TaskFilter(), status=Status.OPEN)
    with space.table.counting() as units:
        space.tasks.list(wanted, Slice(limit=50), by=space.admin)
    return units


def _assignment(space: Workspace) -> Item:
    """Return the event that somebody was given a task."""
    task_id = space.create()
    space.tasks.edit(task_id, TaskEdit(assignee_ids=space.members[:1]), by=space.admin)
    listing = space.store.items(events_of(SubjectKind.TASK, task_id, limit=10))
    return next(item for item in listing.items if item["type"] == EventType.TASK_ASSIGNED)


def _of_telling() -> Units:
    space = workspace()
    assigned = _assignment(space)
    channels = (EmailChannel(_Taken(), Mails(Site("https://tasks.example.com"), lambda: b"key")), InboxChannel())
    with space.table.counting() as units:
        for channel in channels:
            Deliverer(space.store, space.clock, channel).handle(assigned)
    return units


def _of_a_report() -> Units:
    space = workspace()
    assigned = _assignment(space)
    channel = EmailChannel(_Taken(), Mails(Site("https://tasks.example.com"), lambda: b"key"))
    Deliverer(space.store, space.clock, channel).handle(assigned)
    outcome = Outcome(kind=OutcomeKind.DELIVERED, at=_START, reason="250 2.6.0 Message received")
    tags = tags_of(str(assigned["id"]), space.members[0])
    report = MailReport(tags=tags, recipients=("person1@example.com",), outcome=outcome)
    with space.table.counting() as units:
        Receipts(space.store, UnitsOfWork(space.store, space.clock, _Numbered())).take(report)
    return units


class _Open:
    """Sockets that take everything."""

    def send(self, connection_id: str, text: str) -> None:
        pass

    def close(self, connection_id: str) -> None:
        pass


def _of_opening() -> Units:
    space = workspace()
    member = Principal(space.members[0], Role.MEMBER)
    tickets = LiveTickets(space.store, UnitsOfWork(space.store, space.clock, _Numbered()), url="")
    connect = LiveConnect(space.store, tickets, space.clock, origins=frozenset())
    unhurried = Patience(None)
    with space.table.counting() as units:
        asked = {"queryStringParameters": {"ticket": tickets.issue(by=member).value}, **_ABOUT_A_SOCKET}
        connect(asked, {}, unhurried)
        LiveDisconnect(space.store)(_ABOUT_A_SOCKET, {}, unhurried)
    return units


def _of_pushing() -> Units:
    """Push to an admin's page, and to one of the only person who has the task."""
    space = workspace()
    assigned = _assignment(space)
    for user_id, role in ((space.admin.user_id, Role.ADMIN), (space.members[0], Role.MEMBER)):
        space.store.commit([open_socket(_socket(space, user_id, role))])
    with space.table.counting() as units:
        LivePushes(space.store, _Open(), space.clock).handle(assigned)
    return units


def _socket(space: Workspace, user_id: str, role: Role) -> Socket:
    return Socket(id=f"L0SM9cOFvHcC{user_id[-3:]}=", user_id=user_id, role=role, opened_at=space.clock.now())


def _of_a_round(quarter: datetime) -> Units:
    space = workspace()
    space.create(assignees=1)
    reminders = Reminders(space.store, space.clock, _Numbered())
    reminders.begin(quarter - timedelta(minutes=15))
    space.clock.wait_until(quarter + timedelta(minutes=1))
    with space.table.counting() as units:
        reminders.round(lambda: True)
    return units


def dollars_per_million(units: Units) -> float:
    """Return the price of a million times this."""
    return units.writes * DOLLARS_PER_MILLION_WRITE_UNITS + units.reads * DOLLARS_PER_MILLION_READ_UNITS


def column_units(units: Units) -> int:
    """Return the write units that the column OPEN bears."""
    return sum(count for partition, count in units.by_partition.items() if partition.startswith(_COLUMN))


def shards_needed(rate: float, units_each: int) -> int:
    """Return over how many partitions a column must be spread to take this many writes a second."""
    return max(1, math.ceil(rate * units_each / WRITE_UNITS_OF_A_PARTITION))


def tables() -> str:
    """Return all figures as Markdown."""
    costs = dict(use_cases())
    lines = ["| use case | write units | read units | dollars a million |", "|---|---|---|---|"]
    for name, units in costs.items():
        lines.append(f"| {name} | {units.writes:g} | {units.reads:g} | {dollars_per_million(units):.3f} |")
    each = column_units(costs["create a task, 0 assigned"])
    lines += ["", "| creates a second in one column | write units there | shards needed |", "|---|---|---|"]
    lines += [f"| {rate:,} | {rate * each:,} | {shards_needed(rate, each)} |" for rate in RATES]
    lines += [
        "",
        "| shards | queries for 50 | read units | lists a second until reads are the limit |",
        "|---|---|---|---|",
    ]
    for shards in SHARDS:
        units = _of_a_list(shards)
        rate = shards * READ_UNITS_OF_A_PARTITION / units.reads
        lines.append(f"| {shards} | {units.queries} | {units.reads:g} | {rate:,.0f} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(tables(), end="")  # noqa: T201 - a command
