"""What people ask for in the query string: one struct per list."""

from typing import Annotated

from msgspec import Meta, Struct

from relayboard.api.http import Id
from relayboard.domain.people import Role
from relayboard.domain.personal_tasks import PersonalStatus
from relayboard.domain.tasks import LABEL_MAX, Priority, Status

Limit = Annotated[int, Meta(ge=1, le=100, description="How many items at most.")]
Cursor = Annotated[str, Meta(max_length=2000, description="`nextCursor` of the page before.")]
Text = Annotated[str, Meta(min_length=1, max_length=200, description="Part of the title or of a label.")]
Due = Annotated[
    str,
    Meta(
        pattern=r"^(none|\d{4}-\d\d-\d\d|(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?)$",
        description="A day, a range of days (`2026-11-01..2026-11-30`, either end may be open), or `none`.",
        examples=["..2026-12-24"],
    ),
]


class Paging(Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """A page of a list."""

    limit: Limit = 50
    cursor: Cursor | None = None


class TaskQuery(Paging):
    """Which tasks."""

    board: Id | None = None
    status: Status | None = None
    priority: Priority | None = None
    assignee: Annotated[Id, Meta(description="A person's id, or `me`.")] | None = None
    label: Annotated[str, Meta(min_length=1, max_length=LABEL_MAX)] | None = None
    due: Due | None = None
    q: Text | None = None
    deleted: Annotated[bool, Meta(description="The trash instead; admins only.")] = False


class PersonalTaskQuery(Paging):
    """Which of one's own tasks."""

    status: PersonalStatus | None = None


class PeopleQuery(Paging):
    """Which people."""

    role: Role | None = None


class AuditQuery(Paging):
    """Which day of the log."""

    day: Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$", description="In UTC; today when left out.")] | None = (
        None
    )


class FeedQuery(Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """From where on to follow what happens."""

    limit: Annotated[int, Meta(ge=1, le=100, description="How many events to look at, at most.")] = 50
    after: (
        Annotated[
            str,
            Meta(
                pattern=r"^[0-7][0-9A-HJKMNP-TV-Z]{25}$",
                description="`nextCursor` of the answer before. Without it the answer is only where to begin.",
            ),
        ]
        | None
    ) = None


class UnsubscribeQuery(Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """Which mail is switched off."""

    token: Annotated[
        str, Meta(max_length=200, pattern="^[A-Za-z0-9_.-]+$", description="As it stands in the link.")
    ]
