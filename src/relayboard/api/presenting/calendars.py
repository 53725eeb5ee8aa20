"""Calendar feeds."""

import hashlib
from collections.abc import Iterator, Mapping

from relayboard.api import icalendar
from relayboard.api.icalendar import Property
from relayboard.api.views.calendars import CalendarFile, CalendarView
from relayboard.domain.calendars import CalendarFeed
from relayboard.domain.personal_tasks import PersonalStatus, PersonalTask
from relayboard.domain.tasks import DONE, TITLE_MAX, Priority, Task
from relayboard.notify.plain_text import one_line
from relayboard.notify.site import Site
from relayboard.notify.wording import words
from relayboard.services.calendars import DueDates

_REFRESHED = "PT1H"
# RFC 5545 §3.8.1.9: 1 is the highest, 5 medium, 9 the lowest.
_PRIORITIES: Mapping[Priority, int] = {
    Priority.URGENT: 1,
    Priority.HIGH: 3,
    Priority.MEDIUM: 5,
    Priority.LOW: 9,
}


def calendar_view(feed: CalendarFeed | None) -> CalendarView:
    return CalendarView(exists=feed is not None, created_at=feed.created_at if feed else None)


def calendar_file(dates: DueDates, site: Site) -> CalendarFile:
    """Return a calendar of days; equal due dates make equal files."""
    name = icalendar.text(f"{site.product}: due dates")
    properties = [
        ("PRODID", f"-//{site.product}//{site.product}//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("NAME", name),
        ("X-WR-CALNAME", name),  # for programs that are older than NAME
        ("REFRESH-INTERVAL;VALUE=DURATION", _REFRESHED),
        ("X-PUBLISHED-TTL", _REFRESHED),
    ]
    events = [
        *(list(_task(task, site)) for task in dates.tasks),
        *(list(_personal(task, site)) for task in dates.personal_tasks),
    ]
    return CalendarFile(icalendar.calendar(properties, events))


def file_tag(file: CalendarFile) -> str:
    """Return the file's entity tag; a weak one, because gateways compress what they pass on."""
    return f'W/"{hashlib.sha256(file.body).hexdigest()[:32]}"'


def _task(task: Task, site: Site) -> Iterator[Property]:
    yield from _event(f"task-{task.id}@{site.host}", task, is_done=task.status in DONE)
    facts = [f"Status: {words(task.status)}", f"Priority: {words(task.content.priority)}"]
    if task.completed_at:
        facts.append(f"Done on {task.completed_at:%Y-%m-%d}")
    link = site.task(task.id)
    yield "DESCRIPTION", icalendar.text("\n".join([*facts, link]))
    yield "PRIORITY", str(_PRIORITIES[task.content.priority])
    if task.content.labels:
        labels = (one_line(label, longest=TITLE_MAX) for label in task.content.labels)
        yield "CATEGORIES", icalendar.texts(labels)
    yield "URL", link


def _personal(task: PersonalTask, site: Site) -> Iterator[Property]:
    is_done = task.content.status is PersonalStatus.DONE
    yield from _event(f"personal-{task.id}@{site.host}", task, is_done=is_done, mark=" (personal)")
    link = site.own_tasks
    facts = ["Personal task: nobody else sees it", f"Status: {words(task.content.status)}", link]
    yield "DESCRIPTION", icalendar.text("\n".join(facts))
    yield "CLASS", "PRIVATE"
    yield "URL", link


def _event(uid: str, task: Task | PersonalTask, *, is_done: bool, mark: str = "") -> Iterator[Property]:
    """Write a due day down as an event that blocks nobody's day: not every program shows a calendar's tasks."""
    due = task.content.due_date
    assert due is not None  # noqa: S101 - only what is due stands in a calendar
    title = one_line(task.content.title, longest=TITLE_MAX)
    yield "UID", uid
    # Without a METHOD this is when the event was last changed (§3.8.7.2); so files differ only where tasks do.
    yield "DTSTAMP", icalendar.moment(task.updated_at)
    yield "LAST-MODIFIED", icalendar.moment(task.updated_at)
    yield "CREATED", icalendar.moment(task.created_at)
    yield "SEQUENCE", str(task.version)
    yield "DTSTART;VALUE=DATE", icalendar.day(due)
    yield "SUMMARY", icalendar.text(f"{'✓ ' if is_done else ''}{title}{mark}")
    yield "STATUS", "CONFIRMED"
    yield "TRANSP", "TRANSPARENT"
