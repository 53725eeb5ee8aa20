"""What is answered: one struct per thing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from msgspec import Meta, Struct

from relayboard.domain.events import EventType, SubjectKind
from relayboard.domain.people import Role, Standing
from relayboard.domain.personal_tasks import PersonalStatus
from relayboard.domain.tasks import Priority, Status

T = TypeVar("T")
Moment = Annotated[datetime, Meta(tz=True)]


class View(Struct, rename="camel", kw_only=True):
    """Base of every answer."""


class PageView(View, Generic[T]):
    """A page of a list; `nextCursor` is null at its end."""

    items: Sequence[T]
    next_cursor: str | None = None


class PersonRefView(View):
    """A person as other things mention them."""

    id: str
    name: str


class TaskCardView(View):
    """A task as lists and boards show it."""

    id: str
    board_id: str
    title: str
    status: Status
    priority: Priority
    due_date: date | None
    labels: Sequence[str]
    assignees: Sequence[PersonRefView]
    position: str
    created_by: PersonRefView
    version: int
    created_at: Moment
    updated_at: Moment
    completed_at: Moment | None
    deleted_at: Moment | None


class TaskView(TaskCardView):
    """A task."""

    description: str


class AssignmentView(View):
    """A person who has been given a task."""

    id: str
    name: str
    assigned_at: Moment
    assigned_by: str


class CommentView(View):
    """What somebody said about a task."""

    id: str
    task_id: str
    author: PersonRefView
    body: str
    version: int
    created_at: Moment
    updated_at: Moment


class SubjectView(View):
    """What an event is about, with the name that it had then."""

    kind: SubjectKind
    id: str
    title: str


class DeliveryView(View):
    """What became of one notice to one person."""

    event_id: str
    channel: str
    person: PersonRefView
    state: str
    reason: str | None
    attempts: int
    receipt: str | None
    updated_at: Moment


class EventView(View):
    """Something that happened, and who was told."""

    id: str
    type: EventType
    at: Moment
    actor: PersonRefView
    subject: SubjectView
    before: Mapping[str, Any]  # any JSON: msgspec knows no recursive aliases
    after: Mapping[str, Any]
    people: Sequence[PersonRefView]
    deliveries: Sequence[DeliveryView]


class BoardView(View):
    """A board."""

    id: str
    name: str
    archived: bool
    version: int
    created_at: Moment
    updated_at: Moment


class PersonView(View):
    """A person of the workspace."""

    id: str
    email: str
    name: str
    role: Role
    status: Standing
    version: int
    created_at: Moment
    updated_at: Moment


class PreferencesView(View):
    """Through which channels a person wants their notices."""

    email: bool
    inbox: bool


class ProfileView(PersonView):
    """One's own profile."""

    preferences: PreferencesView


class NoticeView(View):
    """A line in somebody's inbox."""

    id: str
    event_type: EventType
    text: str
    task_id: str | None
    at: Moment
    is_read: bool


class PersonalTaskView(View):
    """A line on one's own list."""

    id: str
    title: str
    description: str
    status: PersonalStatus
    due_date: date | None
    created_at: Moment
    updated_at: Moment


class HealthView(View):
    """That the API answers, and which version it is."""

    status: str
    version: str


class Problem(View):
    """An error as RFC 9457 has it; `errors` names every wrong field."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: Mapping[str, str] = {}
