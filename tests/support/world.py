"""A workspace without a server: the services and the API over a table, with people in it."""

import json
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import parse_qsl

from relayboard.adapters.memory_table import MemoryChanges, MemoryTable
from relayboard.api.api import Api
from relayboard.api.http import HttpRequest
from relayboard.api.problems import problem
from relayboard.api.router import Router
from relayboard.api.routes import ROUTES
from relayboard.domain.boards import MAIN_BOARD
from relayboard.domain.errors import RelayboardError
from relayboard.domain.ids import Ulids
from relayboard.domain.joining import JoiningRules
from relayboard.domain.people import Principal, Role
from relayboard.domain.tasks import Status, TaskContent
from relayboard.notify.site import Site
from relayboard.ports.table import key_of
from relayboard.services.joining import Joining
from relayboard.services.tasks import NewTask
from relayboard.services.use_cases import Services
from relayboard.store.people import admins_ref, person_ref
from relayboard.store.status_shards import ONE_SHARD
from relayboard.store.store import Store
from relayboard.store.tasks import task_ref
from tests.support.counting_table import CountingTable
from tests.support.fake_directory import FakeDirectory
from tests.support.rights import acting_as
from tests.support.ticking_clock import TickingClock

LEAD = Principal("lead", Role.ADMIN)
BOSS = Principal("boss", Role.ADMIN)
ANN = Principal("ann", Role.MEMBER)
BOB = Principal("bob", Role.MEMBER)
STAFF = (LEAD, BOSS, ANN, BOB)
STRANGER = Principal("stranger", Role.MEMBER)
SITE = Site("https://board.example", api="https://board.example/api/v1")
NOWHERE = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
PATH_OF = {route.operation: route.path for route in ROUTES}
_ROUTER = Router(ROUTES)


@dataclass(frozen=True)
class Reply:
    """An answer, its body read."""

    status: int
    json: Any
    headers: dict[str, str]

    @property
    def ids(self):
        return [item["id"] for item in self.json["items"]]

    @property
    def errors(self):
        return self.json["errors"]


class World:
    """Two admins (LEAD, BOSS), two members (ANN, BOB) and the board `main`.

    Attributes:
        table: counts calls; `engine` is the table below it.
    """

    def __init__(self, *, staff=STAFF, engine=None, shards=lambda store: ONE_SHARD, receivers=()):
        self.clock = TickingClock()
        self.engine = engine(self.clock) if engine else MemoryTable(self.clock)
        self.table = CountingTable(self.engine)
        self.directory = FakeDirectory()
        self.store = Store(self.table)
        # The same ids in every run, so that tasks fall into the same shards.
        self.ulids = Ulids(random_bits=Random(20).getrandbits)
        self.services = Services(
            self.store,
            clock=self.clock,
            ulids=self.ulids,
            directory=lambda: self.directory,
            shards=shards(self.store),
        )
        self.tasks, self.assignments = self.services.tasks, self.services.assignments
        self.comments, self.boards = self.services.comments, self.services.boards
        self.people, self.profiles = self.services.people, self.services.profiles
        self.personal_tasks, self.history = self.services.personal_tasks, self.services.history
        self.api = Api({**self.services.by_name(), "site": SITE, "receivers": receivers})
        for somebody in staff:
            self.join(somebody)

    def joining(self, **rules):
        return Joining(
            self.store,
            self.clock,
            lambda: self.ulids.next(self.clock.now()),
            rules=JoiningRules(**rules),
            directory=lambda: self.directory,
        )

    def join(self, who):
        name, email = who.user_id.capitalize(), f"{who.user_id}@team.example"
        self.directory.add(who.user_id, email, name)
        self.joining().join(who.user_id, email, name, who.role)
        return who

    def task(self, *, assignees=(), status=Status.OPEN, deleted=False, by=LEAD, board=MAIN_BOARD, **content):
        """Make a task as an admin would, step by step."""
        wanted = NewTask(
            content=TaskContent(**{"title": "Paint the fence", **content}),
            board_id=board,
            assignee_ids=[person.user_id for person in assignees],
        )
        task = self.tasks.create(wanted, by=by)
        if status is not Status.OPEN:
            task = self.tasks.move(task.id, status, by=by)
        if deleted:
            self.tasks.delete(task.id, by=by)
        return self.stored(task.id)

    def stored(self, task_id):
        """Return a task as the table has it, deleted or not."""
        return self.store.get(task_ref(task_id))

    def person(self, who):
        return self.store.get(person_ref(who.user_id))

    @property
    def admin_ids(self):
        return set(self.store.get(admins_ref()).ids)

    def events(self, task_id):
        """Return what happened to a task, oldest first, as an admin reads it."""
        found = self.pages("GET", f"/tasks/{task_id}/events", as_=Principal("lead", Role.ADMIN))
        return list(reversed(found))

    def pages(self, method, path, *, as_, limit=100):
        """Read a list to its end and return its items."""
        items, cursor = [], None
        while True:
            more = f"{'&' if '?' in path else '?'}limit={limit}{f'&cursor={cursor}' if cursor else ''}"
            page = self.call(method, path + more, as_=as_)
            assert page.status == 200, page.json
            assert len(page.json["items"]) <= limit
            items += page.json["items"]
            cursor = page.json["nextCursor"]
            if cursor is None:
                return items

    def call(self, method, path, *, as_=None, body=None, headers=None, raw=None, query=None):
        """Send a request; `path` may carry a query string.

        Args:
            raw: the body's bytes, instead of `body` as JSON.
            query: decoded pairs, instead of a query string.
        """
        path, _, text = path.partition("?")
        content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        try:
            route, parameters = _ROUTER.match(method, path)
        except RelayboardError as error:
            return _reply(problem(error, "request-1"))
        request = HttpRequest(
            method=method,
            path=path,
            path_parameters=parameters,
            query=parse_qsl(text, keep_blank_values=True) if query is None else query,
            headers={name.lower(): value for name, value in (headers or {}).items()},
            body=content,
            claims=claims_of(as_),
            request_id="request-1",
        )
        with acting_as(route.operation):
            return _reply(self.api.handle(route, request))

    def dump(self):
        """Return everything that is in the table (in memory only), by key."""
        changes = MemoryChanges(self.engine).read(None, limit=10**9)
        items = {change.key: change.new for change in changes}
        return {key: item for key, item in items.items() if item is not None}

    def cards(self, task_id):
        """Return a task's item and the copies of its card, without what only one kind has."""
        found = [item for key, item in self.dump().items() if key.pk == f"TASK#{task_id}"]
        task = [item for item in found if key_of(item).sk == "METADATA"]
        copies = [item for item in found if key_of(item).sk.startswith("ASSIGN#")]
        return [_card(item) for item in task], [_card(item) for item in copies]

    def calls_of(self, work):
        """Do something and return what it asked of the table."""
        before = len(self.table.calls)
        work()
        return self.table.calls[before:]


def claims_of(who):
    if who is None:
        return None
    return {"sub": who.user_id, "cognito:groups": [who.role.value]}


def _card(item):
    own = {"PK", "SK", "GSI1PK", "GSI1SK", "GSI2PK", "GSI2SK", "description", "expires"}
    return {name: value for name, value in item.items() if name not in own}


def _reply(response):
    is_json = "json" in response.headers.get("content-type", "")
    parsed = json.loads(response.body) if is_json else response.body or None
    return Reply(response.status, parsed, dict(response.headers))
