"""What the peer takes and answers, as FastAPI's documentation has it: pydantic models."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Status(StrEnum):
    """How far a task is."""

    OPEN = "OPEN"
    IN_PROGRESS = "IN_PROGRESS"
    UNDER_REVIEW = "UNDER_REVIEW"
    COMPLETED = "COMPLETED"
    CLOSED = "CLOSED"


class Priority(StrEnum):
    """How much a task matters."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    URGENT = "URGENT"


class Model(BaseModel):
    """Base of all models."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, from_attributes=True)


class Body(Model):
    """Base of all request bodies."""

    model_config = ConfigDict(extra="forbid")


Title = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]*\S[^\x00-\x1f]*$")]
Description = Annotated[str, Field(max_length=10_000)]
Labels = Annotated[list[Annotated[str, Field(min_length=1, max_length=50)]], Field(max_length=20)]
Position = Annotated[str, Field(min_length=1, max_length=200, pattern="^[0-9A-Za-z]*[1-9A-Za-z]$")]


class CreateTask(Body):
    """A new task."""

    title: Title
    board_id: str = "main"
    description: Description = ""
    priority: Priority = Priority.MEDIUM
    due_date: date | None = None
    labels: Labels = []
    position: Position | None = None
    assignee_ids: Annotated[list[str], Field(max_length=25)] = []


class UpdateTask(Body):
    """A change of some fields."""

    title: Title | None = None
    description: Description | None = None
    priority: Priority | None = None
    due_date: date | None = None
    labels: Labels | None = None


class MoveTask(Body):
    """The column that a task goes to."""

    status: Status
    position: Position | None = None


class Person(Model):
    """A mention of a person."""

    id: str
    name: str


class Card(Model):
    """A task as lists show it."""

    id: str
    board_id: str
    title: str
    status: Status
    priority: Priority
    due_date: date | None
    labels: list[str]
    assignees: list[Person]
    position: str
    created_by: Person
    version: int
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None
    deleted_at: datetime | None


class TaskView(Card):
    """A task."""

    description: str


class TaskPage(Model):
    """A page of tasks."""

    items: list[Card]
    next_cursor: str | None
