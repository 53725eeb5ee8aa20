"""One mail of each kind that there is, and some that are hard to set: for pictures, and for tests of all of them.

Kinds come from the product: whatever tells a person by mail stands here by itself, with plain facts until it is
given better ones.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from relayboard.domain.events import RELAYBOARD, Event, EventType, Fact, Subject, SubjectKind
from relayboard.domain.people import Person, PersonRef, Role, Standing
from relayboard.domain.reminders import REMINDERS
from relayboard.domain.tasks import Priority, Task, TaskContent
from relayboard.notify.account_mails import AccountMails
from relayboard.notify.channels import Occasion
from relayboard.notify.digests import digest_of, lines_in
from relayboard.notify.mails import Mails
from relayboard.notify.recipients import recipients
from relayboard.notify.site import Site
from relayboard.ports.mailer import Mail
from relayboard.ports.outbox import AccountMail, AccountMailKind
from relayboard.store.outbox import Queued

AT = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)
SITE = Site("https://board.example", api="https://board.example/api/v1")
TASK_ID = "01KAG5W2W0ZQ8V9F3M6R7T1XBC"
LEA = PersonRef("lea", "Lea Winter")
TITLE = "Write the release notes for 2.4"
DESCRIPTION = (
    "Everything since 2.3, in the words of those who use it.\n\n"
    "- what is new\n- what works differently now\n- what has to be done before updating"
)
COMMENT = "The part on calendars is still missing.\n\nCan you add two sentences and a picture? Then it is done."
LONG_TITLE = (
    "Ask everybody who has worked on the migration of the customer database which of the old reports they still "
    "need, and write down for each of them who reads it, how often, and what it is for"
).ljust(200, "!")

Facts = Mapping[str, Fact]
_FACTS: Mapping[EventType, tuple[Facts, Facts]] = {
    EventType.TASK_STATUS_CHANGED: ({"status": "IN_PROGRESS"}, {"status": "UNDER_REVIEW"}),
    EventType.TASK_UPDATED: (
        {"dueDate": "2026-11-27", "priority": "MEDIUM", "labels": ["docs"]},
        {"dueDate": "2026-11-24", "priority": "URGENT", "labels": ["docs", "release"]},
    ),
    EventType.COMMENT_ADDED: ({}, {"commentId": "c", "body": COMMENT}),
    EventType.TASK_DUE_SOON: ({}, {"dueDate": "2026-11-24"}),
    EventType.TASK_OVERDUE: ({}, {"dueDate": "2026-11-17"}),
}
EVERYTHING: tuple[Facts, Facts] = (
    {
        "title": "Release notes",
        "description": "",
        "priority": "LOW",
        "dueDate": None,
        "labels": [f"label {number} of the old ones" for number in range(2)],
    },
    {
        "title": LONG_TITLE,
        "description": DESCRIPTION,
        "priority": "URGENT",
        "dueDate": "2026-11-24",
        "labels": [f"etiquette-{number}-{'x' * 30}" for number in range(2)],
    },
)


def told_kinds() -> list[EventType]:
    """Return the kinds of event that people hear of."""
    return [kind for kind in EventType if recipients(sample_event(kind))]


def mail_samples() -> dict[str, Mail]:
    """Return one mail of each kind, by a name that fits a file."""
    return dict(_samples())


def hard_samples() -> dict[str, Mail]:
    """Return mails that are hard to set: too long, from right to left, with everything at once."""
    comment, update = EventType.COMMENT_ADDED, EventType.TASK_UPDATED
    return {
        "long-words": about(
            comment,
            title=LONG_TITLE,
            actor=replace(LEA, name="Wolfeschlegelsteinhausenbergerdorff " * 2),
            facts=({}, {"body": f"https://intranet.example/{'very-long-' * 8}address\n\n{'word ' * 40}"}),
        ),
        "right-to-left": about(
            comment,
            title="اكتب ملاحظات الإصدار 2.4 للعملاء",
            actor=replace(LEA, name="ليلى الخطيب"),
            facts=({}, {"body": "القسم عن التقويم ما زال ناقصًا.\n\nهل يمكنك إضافة جملتين و screenshot؟"}),
        ),
        "a-busy-day": digest(*_busy_day()),
        "everything-changed": about(update, title=LONG_TITLE, facts=EVERYTHING),
    }


def about(kind: EventType, **facts: Any) -> Mail:
    """Return the mail about an event; `facts` as `sample_event` takes them."""
    return mail_about(sample_event(kind, **facts))


def mail_about(event: Event) -> Mail:
    """Return the mail that the first who hears of an event gets."""
    is_digest = event.type is EventType.DIGEST_DUE
    occasion = Occasion(
        event=event,
        recipient=recipients(event)[0],
        person=_person(),
        task=None if is_digest else sample_task(event),
        lines=lines_in(event) if is_digest else (),
    )
    return Mails(SITE, lambda: b"key").about(occasion, channel="email")


def digest(*happened: Event) -> Mail:
    """Return the digest of some events."""
    return mail_about(digest_of(_person().ref, AT, happened, part=0))


def account_mail(kind: AccountMailKind, *, name: str = "Jonas Berg") -> Mail:
    """Return a mail of the user pool."""
    secret = {AccountMailKind.INVITATION: "Fjord-72-lantern", AccountMailKind.ALREADY_REGISTERED: ""}.get(
        kind, "482913"
    )
    expires_at = AT + timedelta(hours=1)
    mail = AccountMail(kind=kind, email="jonas@team.example", name=name, secret=secret, expires_at=expires_at)
    return AccountMails(SITE).of(Queued(id="01KAG5W2W0", mail=mail, attempts=1, lease_until=AT))


def sample_event(
    kind: EventType,
    *,
    title: str = TITLE,
    task_id: str = TASK_ID,
    actor: PersonRef | None = None,
    facts: tuple[Facts, Facts] | None = None,
) -> Event:
    """Return an event that concerns Jonas."""
    before, after = facts or _FACTS.get(kind, ({}, {}))
    return Event(
        id="01KAG5W2W0ZQ8V9F3M6R7T1XBD",
        type=kind,
        at=AT,
        actor=actor or (RELAYBOARD if kind in REMINDERS else LEA),
        subject=Subject(SubjectKind.TASK, task_id, title),
        before=before,
        after=after,
        people=(_person().ref,),
        watchers=(LEA, _person().ref),
    )


def sample_task(event: Event) -> Task:
    """Return the task that an event is about."""
    due = event.after.get("dueDate")
    content = TaskContent(
        title=event.subject.title,
        description=DESCRIPTION,
        priority=Priority.HIGH,
        due_date=date.fromisoformat(str(due)) if due else date(2026, 11, 27),
        labels=("docs", "release"),
    )
    return Task.new(
        TASK_ID, content, board_id="main", position="V", by=LEA, assignees=[_person().ref], at=event.at
    )


def _samples() -> Iterator[tuple[str, Mail]]:
    for kind in told_kinds():
        name = kind.value.removeprefix("task.").replace(".", "-").replace("_", "-")
        yield name, digest(*_day()) if kind is EventType.DIGEST_DUE else about(kind)
    for account_kind in AccountMailKind:
        yield account_kind.value.replace("_", "-"), account_mail(account_kind)


def _day() -> list[Event]:
    """Return what happens to Jonas's tasks in a day."""
    priya = PersonRef("priya", "Priya Nair")
    moved, said = EventType.TASK_STATUS_CHANGED, EventType.COMMENT_ADDED
    return [
        sample_event(EventType.TASK_ASSIGNED),
        *(sample_event(said, actor=who) for who in (LEA, priya, LEA)),
        sample_event(moved),
        sample_event(
            EventType.TASK_UPDATED, title="Choose a name for the beta", task_id="01KAG5W2W1", actor=priya
        ),
        sample_event(EventType.TASK_OVERDUE, title="Send the invoices of October", task_id="01KAG5W2W2"),
        sample_event(EventType.TASK_DELETED, title="Order the old banner again", task_id="01KAG5W2W3"),
    ]


def _busy_day() -> list[Event]:
    """Return what happens when 25 tasks change, some with hard names."""
    titles = [
        LONG_TITLE,
        "اكتب ملاحظات الإصدار 2.4 للعملاء",
        *(f"Task {number} of the move" for number in range(23)),
    ]
    kinds = (EventType.TASK_STATUS_CHANGED, EventType.COMMENT_ADDED, EventType.TASK_UPDATED)
    return [
        sample_event(kinds[place % 3], title=title, task_id=f"01KAG5W3{place:02}")
        for place, title in enumerate(titles)
    ]


def _person() -> Person:
    return Person(
        id="jonas",
        email="jonas@team.example",
        name="Jonas Berg",
        role=Role.MEMBER,
        standing=Standing.ACTIVE,
        created_at=AT,
        updated_at=AT,
    )
