"""Builders: a workspace with a few people and one task, a table, and a mailer that can be out of order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from relayboard.adapters.memory_table import MemoryChanges, MemoryTable
from relayboard.domain.deliveries import Delivery
from relayboard.domain.events import Event, EventType, Fact, Subject, SubjectKind
from relayboard.domain.ids import Ulids
from relayboard.domain.notices import Notice
from relayboard.domain.people import Person, PersonRef, Role, Standing
from relayboard.domain.preferences import Preferences
from relayboard.domain.tasks import Priority, Task, TaskContent
from relayboard.notify.deliverer import Deliverer
from relayboard.notify.email import EmailChannel
from relayboard.notify.endpoint import EndpointChannel
from relayboard.notify.inbox import InboxChannel
from relayboard.notify.mails import Mails
from relayboard.notify.retries import Retries
from relayboard.notify.site import Site
from relayboard.notify.webhook import WebhookLetters
from relayboard.ports.changes import Changes
from relayboard.ports.clock import Clock
from relayboard.ports.mailer import Mail
from relayboard.ports.poster import PostAnswer
from relayboard.ports.table import Table
from relayboard.store.deliveries import deliveries_about, delivery_of
from relayboard.store.events import record_event
from relayboard.store.notices import notice_of, notices_of
from relayboard.store.people import save_person
from relayboard.store.store import Store
from relayboard.store.tasks import save_task
from tests.support.clock import HandClock

START = datetime(2100, 1, 1, tzinfo=UTC)
SITE = Site("https://board.example", api="https://board.example/api/v1")
TASK_ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


def person(name: str, *, role: Role = Role.MEMBER, **facts: object) -> Person:
    made = Person(
        id=f"id-{name.lower()}",
        email=f"{name.lower()}@a.example",
        name=name,
        role=role,
        standing=Standing.ACTIVE,
        created_at=START,
        updated_at=START,
    )
    return replace(made, **facts)  # type: ignore[arg-type]


LEAD = person("Lead", role=Role.ADMIN)
ANN = person("Ann")
BOB = person("Bob")
NO_MAIL = person("Cem", preferences=Preferences(email=False))
GONE = person("Dora", standing=Standing.INACTIVE)


def task(*assignees: Person, title: str = "Fix the login", description: str = "") -> Task:
    content = TaskContent(
        title=title, description=description, priority=Priority.HIGH, due_date=date(2100, 1, 8), labels=("web",)
    )
    return Task.new(
        TASK_ID,
        content,
        board_id="main",
        position="V",
        by=LEAD.ref,
        assignees=[one.ref for one in assignees],
        at=START,
    )


def event(
    kind: EventType,
    *,
    actor: PersonRef = LEAD.ref,
    people: tuple[Person, ...] = (),
    watchers: tuple[Person, ...] = (),
    before: Mapping[str, Fact] | None = None,
    after: Mapping[str, Fact] | None = None,
    title: str = "Fix the login",
    number: int = 0,
) -> Event:
    return Event(
        id=f"01ARZ3NDEKTSV4RRFFQ69G{number:04d}",
        type=kind,
        at=START,
        actor=actor,
        subject=Subject(SubjectKind.TASK, TASK_ID, title),
        before=before or {},
        after=after or {},
        people=tuple(one.ref for one in people),
        watchers=tuple(one.ref for one in watchers),
    )


def assigned(*people: Person, number: int = 0) -> Event:
    return event(EventType.TASK_ASSIGNED, people=people, number=number)


def commented(
    body: str = "Done?", *, actor: Person = LEAD, watchers: tuple[Person, ...] = (), number: int = 0
) -> Event:
    facts = {"commentId": "c", "body": body}
    return event(EventType.COMMENT_ADDED, actor=actor.ref, watchers=watchers, after=facts, number=number)


@dataclass
class Postbox:
    """A mailer in memory; while `trouble` is set, every attempt ends with it."""

    mails: list[Mail] = field(default_factory=list)
    trouble: Exception | None = None
    attempts: int = 0

    def send(self, mail: Mail) -> str:
        self.attempts += 1
        if self.trouble is not None:
            raise self.trouble
        self.mails.append(mail)
        return "250 queued"

    def to(self, one: Person) -> list[Mail]:
        return [mail for mail in self.mails if mail.to == one.email]


@dataclass
class Receiver:
    """A poster in memory, with a receiver behind it that answers 200 when `answers` has no more."""

    posts: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def post(self, headers: Mapping[str, str], body: bytes) -> PostAnswer:
        self.posts.append((headers, body))
        return PostAnswer(self.answers.pop(0) if self.answers else 200, {})


class World:
    """A table with people and a task in it, and channels on it."""

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        table: Table | None = None,
        open_feed: Callable[[], Changes] | None = None,
        retries: Retries | None = None,
        people: tuple[Person, ...] = (LEAD, ANN, BOB, NO_MAIL, GONE),
        assignees: tuple[Person, ...] = (ANN, BOB),
    ) -> None:
        self.clock: Any = clock or HandClock()  # tests that move it give none
        memory = MemoryTable(self.clock)
        self.table: Table = table or memory
        self.open_feed = open_feed or (lambda: MemoryChanges(memory))
        self.store = Store(self.table)
        self.postbox = Postbox()
        self.receiver = Receiver()
        self.retries = retries or Retries(
            first=timedelta(seconds=1),
            longest=timedelta(seconds=8),
            attempts=5,
            lease=timedelta(seconds=60),
            draw=lambda: 1.0,
        )
        self.ulids = Ulids()
        self.task = task(*assignees)
        self.store.commit([save_person(None, one) for one in people] + save_task(None, self.task, shards=1))

    def email(self, store: Store | None = None) -> Deliverer:
        channel = EmailChannel(self.postbox, Mails(SITE, lambda: b"key"))
        return Deliverer(store or self.store, self.clock, channel, retries=self.retries)

    def inbox(self, store: Store | None = None) -> Deliverer:
        return Deliverer(store or self.store, self.clock, InboxChannel(), retries=self.retries)

    def webhook(self, store: Store | None = None) -> Deliverer:
        letters = WebhookLetters("0123456789abcdef", self.clock)
        channel = EndpointChannel("webhook", "Webhook", self.receiver, letters)
        return Deliverer(store or self.store, self.clock, channel, retries=self.retries)

    def record(self, happened: Event) -> Event:
        self.store.commit([record_event(happened)])
        return happened

    def deliveries(self, channel: str | None = None) -> dict[str, Delivery]:
        query = deliveries_about(
            SubjectKind.TASK, TASK_ID, first_event_id="0", last_event_id="7ZZZZZZZZZZZZZZZZZZZZZZZZZ", limit=1000
        )
        rows = self.store.page(query, delivery_of).items
        return {row.person.name: row for row in rows if channel in (None, row.channel)}

    def notices(self, one: Person) -> list[Notice]:
        return list(self.store.page(notices_of(one.id, limit=100), notice_of).items)
