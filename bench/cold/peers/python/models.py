"""What is asked and answered, with pydantic."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

_BREAKS = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
LINE = rf"^[^{_BREAKS}]*[^{_BREAKS}\s][^{_BREAKS}]*$"
Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=50, pattern=LINE)]


class Status(StrEnum):
    OPEN = "OPEN"
    IN_PROGRESS = "IN_PROGRESS"
    UNDER_REVIEW = "UNDER_REVIEW"
    COMPLETED = "COMPLETED"
    CLOSED = "CLOSED"


class Priority(StrEnum):
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    URGENT = "URGENT"


class Model(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class ListTasks(Model):
    model_config = ConfigDict(extra="forbid")

    status: Status
    board: Id = "main"
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str, StringConstraints(max_length=2000)] | None = None


class CreateTask(Model):
    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=LINE)]
    board_id: Id = "main"
    description: Annotated[str, StringConstraints(max_length=10_000)] = ""
    priority: Priority = Priority.MEDIUM
    due_date: date | None = None
    labels: Annotated[list[Label], Field(max_length=20)] = []
    position: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None
    assignee_ids: Annotated[list[Id], Field(max_length=25)] = []


class PersonRef(Model):
    id: str
    name: str


class TaskCard(Model):
    id: str
    board_id: str
    title: str
    status: Status
    priority: Priority
    due_date: date | None
    labels: list[str]
    assignees: list[PersonRef]
    position: str
    created_by: PersonRef
    version: int
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None
    deleted_at: datetime | None


class Task(TaskCard):
    description: str


class TaskPage(Model):
    items: list[TaskCard]
    next_cursor: str | None = None
