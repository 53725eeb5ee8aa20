"""A workspace to look around in: four people, and what they have done so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from relayboard.adapters.local_pool.pool import LocalPool
from relayboard.domain.boards import MAIN_BOARD
from relayboard.domain.errors import Conflict, NotFound
from relayboard.domain.people import Principal, Role
from relayboard.domain.tasks import Status, TaskContent
from relayboard.local.demo.tasks import DEMO_TASKS, JONAS, MAYA, PRIYA, TOMAS, DemoTask
from relayboard.services.joining import Joining
from relayboard.services.tasks import NewTask
from relayboard.services.use_cases import Services
from relayboard.store.task_lists import Slice

PASSWORD = "Relayboard1"  # noqa: S105 - it is printed at every start
_PEOPLE_LOOKED_AT = 100
_WAY = {
    Status.OPEN: (),
    Status.IN_PROGRESS: (Status.IN_PROGRESS,),
    Status.UNDER_REVIEW: (Status.IN_PROGRESS, Status.UNDER_REVIEW),
    Status.COMPLETED: (Status.IN_PROGRESS, Status.COMPLETED),
    Status.CLOSED: (Status.IN_PROGRESS, Status.COMPLETED, Status.CLOSED),
}


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """How to sign in as one of the demo's people."""

    role: Role
    name: str
    email: str
    password: str


SIGN_INS = (
    DemoSignIn(Role.ADMIN, "Maya Okafor", MAYA, PASSWORD),
    DemoSignIn(Role.MEMBER, "Jonas Weber", JONAS, PASSWORD),
    DemoSignIn(Role.MEMBER, "Priya Nair", PRIYA, PASSWORD),
    DemoSignIn(Role.MEMBER, "Tomás Silva", TOMAS, PASSWORD),
)


def fill(pool: LocalPool, joining: Joining, services: Services) -> Sequence[DemoSignIn]:
    """Fill an empty workspace through its own use cases, so that rules, history and notices are real.

    Where there are people already, nothing is added: a second start finds the demo as it was left. A workspace
    that was begun without the demo stays closed to its people, whose password everybody knows; then there are no
    sign-ins to return.

    Raises:
        Unavailable: the store is busy or broken.
    """
    addresses = _addresses(services)
    if addresses:
        return SIGN_INS if MAYA in addresses else ()
    people = {sign_in.email: _join(pool, joining, sign_in) for sign_in in SIGN_INS}
    now = pool.core.clock.now()
    for task in DEMO_TASKS:
        _play(services, task, people, now.date())
    services.reminders.begin(now - timedelta(days=1))  # so that this day's reminders are there to be seen
    return SIGN_INS


def _addresses(services: Services) -> set[str]:
    looking = Principal("demo", Role.ADMIN)  # reading trusts whom it is given, and here that is us
    people = services.people.list(None, Slice(limit=_PEOPLE_LOOKED_AT), by=looking)
    return {person.email for person in people.items}


def _join(pool: LocalPool, joining: Joining, sign_in: DemoSignIn) -> Principal:
    user_id = _account(pool, sign_in)
    joining.join(user_id, sign_in.email, sign_in.name, sign_in.role)
    return Principal(user_id, sign_in.role)


def _account(pool: LocalPool, sign_in: DemoSignIn) -> str:
    try:
        return pool.create_account(sign_in.email, sign_in.name, sign_in.password, sign_in.role)
    except Conflict:  # an earlier start was ended between the account and its profile
        account = pool.core.accounts.find(sign_in.email)
        if account is None:
            raise NotFound("account") from None
        return account.sub


def _play(services: Services, task: DemoTask, people: Mapping[str, Principal], today: date) -> None:
    lead = people[MAYA]
    mover = people[task.assignees[0]] if task.assignees else lead
    task_id = services.tasks.create(_wanted(task, people, today), by=lead).id
    for status in _WAY[task.status]:
        services.tasks.move(task_id, status, by=lead if status is Status.CLOSED else mover)
    for author, words in task.comments:
        services.comments.add(task_id, words, by=people[author])


def _wanted(task: DemoTask, people: Mapping[str, Principal], today: date) -> NewTask:
    content = TaskContent(
        title=task.title,
        description=task.description,
        priority=task.priority,
        due_date=None if task.due_in_days is None else today + timedelta(days=task.due_in_days),
        labels=task.labels,
    )
    assignee_ids = [people[address].user_id for address in task.assignees]
    return NewTask(content=content, board_id=MAIN_BOARD, assignee_ids=assignee_ids)
