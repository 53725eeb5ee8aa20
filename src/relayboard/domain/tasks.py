"""Tasks and what may become of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from relayboard.domain.errors import Conflict, Invalid
from relayboard.domain.people import PersonRef
from relayboard.domain.positions import position_problem
from relayboard.domain.text import line_problem, prose_problem

TITLE_MAX = 200
DESCRIPTION_MAX = 10_000
LABEL_MAX = 50
LABELS_MAX = 20
ASSIGNEES_MAX = 25
KEEP_DELETED_DAYS = 30


class Status(StrEnum):
    """How far a task is, in the order of the board's columns."""

    OPEN = "OPEN"
    IN_PROGRESS = "IN_PROGRESS"
    UNDER_REVIEW = "UNDER_REVIEW"
    COMPLETED = "COMPLETED"
    CLOSED = "CLOSED"


DONE = frozenset({Status.COMPLETED, Status.CLOSED})


class Priority(StrEnum):
    """How much a task matters."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    URGENT = "URGENT"


@dataclass(frozen=True, slots=True)
class Assignee:
    """A person who has been given a task."""

    id: str
    name: str
    assigned_at: datetime
    assigned_by: str

    @property
    def ref(self) -> PersonRef:
        return PersonRef(self.id, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskContent:
    """What a person writes when they make or edit a task."""

    title: str
    description: str = ""
    priority: Priority = Priority.MEDIUM
    due_date: date | None = None
    labels: tuple[str, ...] = ()

    def problems(self) -> dict[str, str]:
        """Return a sentence for each field that breaks a rule."""
        found = {
            "title": line_problem(self.title, longest=TITLE_MAX),
            "description": prose_problem(self.description, longest=DESCRIPTION_MAX),
            "labels": _labels_problem(self.labels),
        }
        return {name: problem for name, problem in found.items() if problem}

    def tidied(self) -> "TaskContent":
        """Return this content as it is kept: trimmed, each label once.

        Raises:
            Invalid: naming every field that breaks a rule.
        """
        if problems := self.problems():
            raise Invalid(problems)
        labels = tuple(dict.fromkeys(label.strip() for label in self.labels))
        return replace(self, title=self.title.strip(), labels=labels)


def _labels_problem(labels: Sequence[str]) -> str | None:
    if len(labels) > LABELS_MAX:
        return f"Must have at most {LABELS_MAX} labels."
    for label in labels:
        if problem := line_problem(label, longest=LABEL_MAX):
            return f"Each label: {problem[0].lower()}{problem[1:]}"
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task on a board; a value that never changes: every change makes the next version."""

    id: str
    board_id: str
    content: TaskContent
    status: Status
    assignees: tuple[Assignee, ...]
    position: str
    created_by: PersonRef
    version: int
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None = None
    deleted_at: datetime | None = None

    @classmethod
    def new(
        cls,
        task_id: str,
        content: TaskContent,
        *,
        board_id: str,
        position: str,
        by: PersonRef,
        assignees: Iterable[PersonRef] = (),
        at: datetime,
    ) -> "Task":
        """Make an open task.

        Raises:
            Invalid: naming every field that breaks a rule.
        """
        _check_position(position)
        task = cls(
            id=task_id,
            board_id=board_id,
            content=content.tidied(),
            status=Status.OPEN,
            assignees=(),
            position=position,
            created_by=by,
            version=1,
            created_at=at,
            updated_at=at,
        )
        return replace(task, assignees=task.with_assignees(assignees, by=by.id, at=at))

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def is_open(self) -> bool:
        """Tell whether the task still waits to be done, so that reminders make sense."""
        return self.status not in DONE and not self.is_deleted

    def is_assigned_to(self, user_id: str) -> bool:
        return any(assignee.id == user_id for assignee in self.assignees)

    def edited(
        self,
        content: TaskContent,
        *,
        board_id: str,
        position: str,
        joining: Iterable[PersonRef] = (),
        leaving: Iterable[str] = (),
        by: str,
        at: datetime,
    ) -> "Task":
        """Return this task with other words, on the given board at the given place, with other people.

        Raises:
            Invalid: naming every field that breaks a rule.
        """
        _check_position(position)
        gone = set(leaving)
        staying = replace(self, assignees=tuple(one for one in self.assignees if one.id not in gone))
        changed = replace(
            staying,
            content=content.tidied(),
            board_id=board_id,
            position=position,
            assignees=staying.with_assignees(joining, by=by, at=at),
        )
        return self._next(changed, at=at)

    def moved(self, status: Status, *, position: str, at: datetime) -> "Task":
        """Return this task in another column or at another place of its column.

        Raises:
            Invalid: the position is none.
        """
        _check_position(position)
        completed_at = (self.completed_at or at) if status in DONE else None
        return self._next(replace(self, status=status, position=position, completed_at=completed_at), at=at)

    def assigned(self, people: Iterable[PersonRef], *, by: str, at: datetime) -> "Task":
        """Return this task given to these people too.

        Raises:
            Invalid: more than 25 people would have it; with the field `userIds`, as whoever assigns sends it.
        """
        assignees = self.with_assignees(people, by=by, at=at, field="userIds")
        return self._next(replace(self, assignees=assignees), at=at)

    def unassigned(self, user_ids: Iterable[str], *, at: datetime) -> "Task":
        """Return this task taken from these people."""
        leaving = set(user_ids)
        kept = tuple(assignee for assignee in self.assignees if assignee.id not in leaving)
        return self._next(replace(self, assignees=kept), at=at)

    def deleted(self, *, at: datetime) -> "Task":
        """Return this task put into the trash."""
        return self._next(replace(self, deleted_at=at), at=at)

    def restored(self, *, at: datetime) -> "Task":
        """Return this task taken out of the trash.

        Raises:
            Conflict: it is not in the trash.
        """
        if not self.is_deleted:
            raise Conflict("This task is not deleted.")
        return self._next(replace(self, deleted_at=None), at=at)

    def with_assignees(
        self, people: Iterable[PersonRef], *, by: str, at: datetime, field: str = "assigneeIds"
    ) -> tuple[Assignee, ...]:
        """Return the assignees with these people added; who has the task already keeps their date.

        Raises:
            Invalid: more than 25 people would have it; with the named field.
        """
        everybody = {assignee.id: assignee for assignee in self.assignees}
        for person in people:
            everybody.setdefault(person.id, Assignee(person.id, person.name, at, by))
        if len(everybody) > ASSIGNEES_MAX:
            raise Invalid({field: f"A task can have at most {ASSIGNEES_MAX} assignees."})
        return tuple(everybody.values())

    def _next(self, changed: "Task", *, at: datetime) -> "Task":
        """Return the change as the next version, or this very task when nothing is different."""
        return self if changed == self else replace(changed, version=self.version + 1, updated_at=at)


def _check_position(position: str) -> None:
    if problem := position_problem(position):
        raise Invalid({"position": problem})
