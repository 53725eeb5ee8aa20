"""Comments under a task."""

from dataclasses import dataclass, replace
from datetime import datetime

from relayboard.domain.errors import Invalid
from relayboard.domain.people import PersonRef
from relayboard.domain.text import prose_problem

COMMENT_MAX = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What somebody said about a task, in Markdown."""

    id: str
    task_id: str
    author: PersonRef
    body: str
    version: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def new(cls, comment_id: str, task_id: str, body: str, *, author: PersonRef, at: datetime) -> "Comment":
        """Make a comment.

        Raises:
            Invalid: the body is blank or too long.
        """
        _check_body(body)
        return cls(
            id=comment_id, task_id=task_id, author=author, body=body, version=1, created_at=at, updated_at=at
        )

    def edited(self, body: str, *, at: datetime) -> "Comment":
        """Return this comment with another body, one version on.

        Raises:
            Invalid: the body is blank or too long.
        """
        _check_body(body)
        return replace(self, body=body, version=self.version + 1, updated_at=at)


def _check_body(body: str) -> None:
    problem = prose_problem(body, longest=COMMENT_MAX)
    if problem is None and not body.strip():
        problem = "Must not be blank."
    if problem:
        raise Invalid({"body": problem})
