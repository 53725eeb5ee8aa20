"""From the domain's values to the views that are answered."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from relayboard.api.views import (
    AssignmentView,
    BoardView,
    CommentView,
    DeliveryView,
    EventView,
    NoticeView,
    PageView,
    PersonalTaskView,
    PersonRefView,
    PersonView,
    PreferencesView,
    ProfileView,
    SubjectView,
    TaskCardView,
    TaskView,
)
from relayboard.domain.boards import Board
from relayboard.domain.comments import Comment
from relayboard.domain.deliveries import Delivery
from relayboard.domain.events import Event
from relayboard.domain.notices import Notice
from relayboard.domain.people import Person, PersonRef
from relayboard.domain.personal_tasks import PersonalTask
from relayboard.domain.tasks import Assignee, Task
from relayboard.ports.table import Item
from relayboard.services.history import Happening
from relayboard.store.store import Listing

T = TypeVar("T")
V = TypeVar("V")


def page_view(listing: Listing[T], view: Callable[[T], V]) -> PageView[V]:
    return PageView(items=[view(item) for item in listing.items], next_cursor=listing.cursor)


def ref_view(person: PersonRef | Assignee) -> PersonRefView:
    return PersonRefView(id=person.id, name=person.name)


def card_view(item: Item) -> TaskCardView:
    """Read a task's stored card straight into its view, which has the same names and knows their types."""
    return msgspec.convert(item, TaskCardView)


def task_view(task: Task) -> TaskView:
    content = task.content
    return TaskView(
        id=task.id,
        board_id=task.board_id,
        title=content.title,
        description=content.description,
        status=task.status,
        priority=content.priority,
        due_date=content.due_date,
        labels=content.labels,
        assignees=[ref_view(assignee) for assignee in task.assignees],
        position=task.position,
        created_by=ref_view(task.created_by),
        version=task.version,
        created_at=task.created_at,
        updated_at=task.updated_at,
        completed_at=task.completed_at,
        deleted_at=task.deleted_at,
    )


def assignment_view(assignee: Assignee) -> AssignmentView:
    return AssignmentView(
        id=assignee.id,
        name=assignee.name,
        assigned_at=assignee.assigned_at,
        assigned_by=assignee.assigned_by,
    )


def comment_view(comment: Comment) -> CommentView:
    return CommentView(
        id=comment.id,
        task_id=comment.task_id,
        author=ref_view(comment.author),
        body=comment.body,
        version=comment.version,
        created_at=comment.created_at,
        updated_at=comment.updated_at,
    )


def event_view(event: Event) -> EventView:
    return happening_view(Happening(event, ()))


def happening_view(happening: Happening) -> EventView:
    event = happening.event
    return EventView(
        id=event.id,
        type=event.type,
        at=event.at,
        actor=ref_view(event.actor),
        subject=SubjectView(kind=event.subject.kind, id=event.subject.id, title=event.subject.title),
        before=event.before,
        after=event.after,
        people=[ref_view(person) for person in event.people],
        deliveries=[delivery_view(delivery) for delivery in happening.deliveries],
    )


def delivery_view(delivery: Delivery) -> DeliveryView:
    return DeliveryView(
        event_id=delivery.event_id,
        channel=delivery.channel,
        person=ref_view(delivery.person),
        state=delivery.state.value,
        reason=delivery.reason,
        attempts=delivery.attempts,
        receipt=delivery.receipt,
        updated_at=delivery.updated_at,
    )


def board_view(board: Board) -> BoardView:
    return BoardView(
        id=board.id,
        name=board.name,
        archived=board.archived,
        version=board.version,
        created_at=board.created_at,
        updated_at=board.updated_at,
    )


def person_view(person: Person) -> PersonView:
    return PersonView(**_person(person))


def profile_view(person: Person) -> ProfileView:
    preferences = PreferencesView(email=person.preferences.email, inbox=person.preferences.inbox)
    return ProfileView(**_person(person), preferences=preferences)


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "status": person.standing,
        "version": person.version,
        "created_at": person.created_at,
        "updated_at": person.updated_at,
    }


def notice_view(notice: Notice) -> NoticeView:
    return NoticeView(
        id=notice.id,
        event_type=notice.event_type,
        text=notice.text,
        task_id=notice.task_id,
        at=notice.at,
        is_read=notice.is_read,
    )


def personal_task_view(task: PersonalTask) -> PersonalTaskView:
    return PersonalTaskView(
        id=task.id,
        title=task.content.title,
        description=task.content.description,
        status=task.content.status,
        due_date=task.content.due_date,
        created_at=task.created_at,
        updated_at=task.updated_at,
    )
