"""Personal tasks: anyone's own list, seen by nobody else."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from relayboard.domain.errors import Invalid
from relayboard.domain.tasks import DESCRIPTION_MAX, TITLE_MAX
from relayboard.domain.text import line_problem, prose_problem


class PersonalStatus(StrEnum):
    """How far a personal task is."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalContent:
    """What a person writes in a personal task."""

    title: str
    description: str = ""
    status: PersonalStatus = PersonalStatus.PENDING
    due_date: date | None = None

    def tidied(self) -> "PersonalContent":
        """Return this content as it is kept.

        Raises:
            Invalid: naming every field that breaks a rule.
        """
        found = {
            "title": line_problem(self.title, longest=TITLE_MAX),
            "description": prose_problem(self.description, longest=DESCRIPTION_MAX),
        }
        if problems := {name: problem for name, problem in found.items() if problem}:
            raise Invalid(problems)
        return replace(self, title=self.title.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalTask:
    """A line on somebody's own list."""

    id: str
    owner_id: str
    content: PersonalContent
    version: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def new(cls, task_id: str, owner_id: str, content: PersonalContent, *, at: datetime) -> "PersonalTask":
        """Make a personal task.

        Raises:
            Invalid: naming every field that breaks a rule.
        """
        return cls(
            id=task_id, owner_id=owner_id, content=content.tidied(), version=1, created_at=at, updated_at=at
        )

    def edited(self, content: PersonalContent, *, at: datetime) -> "PersonalTask":
        """Return this task with other words, one version on.

        Raises:
            Invalid: naming every field that breaks a rule.
        """
        return replace(self, content=content.tidied(), version=self.version + 1, updated_at=at)
