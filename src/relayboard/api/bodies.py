"""What people send: one struct per request body, with the limits that OpenAPI states too."""

from datetime import date
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType, field

from relayboard.api.http import ID_MAX
from relayboard.domain.boards import BOARD_NAME_MAX
from relayboard.domain.comments import COMMENT_MAX
from relayboard.domain.people import EMAIL_MAX, NAME_MAX, Role, Standing
from relayboard.domain.personal_tasks import PersonalStatus
from relayboard.domain.positions import POSITION_MAX, POSITION_PATTERN
from relayboard.domain.tasks import (
    ASSIGNEES_MAX,
    DESCRIPTION_MAX,
    LABEL_MAX,
    LABELS_MAX,
    TITLE_MAX,
    Priority,
    Status,
)

NOTICES_AT_ONCE = 100

Id = Annotated[str, Meta(min_length=1, max_length=ID_MAX)]
# What domain.text refuses, so that one answer names it together with everything else that is wrong.
_BREAKS = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
LINE = rf"^[^{_BREAKS}]*[^{_BREAKS}\s][^{_BREAKS}]*$"
PROSE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]*$"
EMAIL = r"^\s*[^\s@]+@[^\s@.]+(\.[^\s@.]+)+\s*$"
Title = Annotated[str, Meta(min_length=1, max_length=TITLE_MAX, pattern=LINE, examples=["Ship the release notes"])]
PersonName = Annotated[str, Meta(min_length=1, max_length=NAME_MAX, pattern=LINE, examples=["Ana Lima"])]
BoardName = Annotated[str, Meta(min_length=1, max_length=BOARD_NAME_MAX, pattern=LINE, examples=["Website"])]
Description = Annotated[str, Meta(max_length=DESCRIPTION_MAX, pattern=PROSE, description="Markdown.")]
Labels = Annotated[
    list[Annotated[str, Meta(min_length=1, max_length=LABEL_MAX, pattern=LINE)]],
    Meta(max_length=LABELS_MAX, examples=[["docs", "release"]]),
]
Position = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=POSITION_MAX,
        pattern=POSITION_PATTERN,
        description="Fractional index, compared as text, smallest on top; left out: the top of the column.",
    ),
]
UserIds = Annotated[list[Id], Meta(max_length=ASSIGNEES_MAX)]
DueDate = Annotated[date | None, Meta(description="A calendar day; null for none.", examples=["2026-12-24"])]


class Body(Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """Base of every request body."""


class CreateTask(Body):
    """A new task."""

    title: Title
    board_id: Id = "main"
    description: Description = ""
    priority: Priority = Priority.MEDIUM
    due_date: DueDate = None
    labels: Labels = []
    position: Position | UnsetType = UNSET
    assignee_ids: UserIds = []


class ReplaceTask(Body):
    """A task written anew: words that are left out go back to their default, board, place and people stay."""

    title: Title
    description: Description = ""
    priority: Priority = Priority.MEDIUM
    due_date: DueDate = None
    labels: Labels = []
    board_id: Id | UnsetType = UNSET
    position: Position | UnsetType = UNSET
    assignee_ids: UserIds | UnsetType = UNSET


class UpdateTask(Body):
    """A change of some of a task's fields."""

    title: Title | UnsetType = UNSET
    board_id: Id | UnsetType = UNSET
    description: Description | UnsetType = UNSET
    priority: Priority | UnsetType = UNSET
    due_date: DueDate | UnsetType = UNSET
    labels: Labels | UnsetType = UNSET
    position: Position | UnsetType = UNSET
    assignee_ids: UserIds | UnsetType = UNSET


class MoveTask(Body):
    """The column, and maybe the place in it, that a task goes to."""

    status: Status
    position: Position | UnsetType = UNSET


class AssignTask(Body):
    """The people who get a task."""

    user_ids: Annotated[list[Id], Meta(min_length=1, max_length=ASSIGNEES_MAX)]


class WriteComment(Body):
    """What somebody says about a task."""

    body: Annotated[str, Meta(min_length=1, max_length=COMMENT_MAX, pattern=PROSE, description="Markdown.")]


class CreateBoard(Body):
    """A new board."""

    name: BoardName


class UpdateBoard(Body):
    """A board's new name, or whether it is archived."""

    name: BoardName | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class WritePreferences(Body):
    """Through which channels a person wants their notices."""

    email: bool = True
    inbox: bool = True


class UpdateProfile(Body):
    """A person's own name and preferences."""

    name: PersonName
    preferences: WritePreferences = field(default_factory=WritePreferences)


class InvitePerson(Body):
    """Somebody who should join."""

    email: Annotated[str, Meta(max_length=EMAIL_MAX, pattern=EMAIL, examples=["ana@example.com"])]
    name: PersonName
    role: Role = Role.MEMBER


class SetRole(Body):
    """A person's new role."""

    role: Role


class SetStanding(Body):
    """Whether a person may use the workspace."""

    status: Standing


class ReadNotices(Body):
    """The notices that have been read."""

    ids: Annotated[list[Id], Meta(min_length=1, max_length=NOTICES_AT_ONCE)]


class CreatePersonalTask(Body):
    """A new line on one's own list."""

    title: Title
    description: Description = ""
    status: PersonalStatus = PersonalStatus.PENDING
    due_date: DueDate = None


class UpdatePersonalTask(Body):
    """A change of some of a personal task's fields."""

    title: Title | UnsetType = UNSET
    description: Description | UnsetType = UNSET
    status: PersonalStatus | UnsetType = UNSET
    due_date: DueDate | UnsetType = UNSET
