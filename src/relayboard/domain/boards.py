"""Boards: the places that tasks stand on."""

from dataclasses import dataclass, replace
from datetime import datetime

from relayboard.domain.errors import Invalid
from relayboard.domain.text import line_problem

MAIN_BOARD = "main"
BOARD_NAME_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A board; every workspace has `main` from the start."""

    id: str
    name: str
    archived: bool
    version: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def new(cls, board_id: str, name: str, *, at: datetime) -> "Board":
        """Make a board.

        Raises:
            Invalid: the name is blank, too long or not one line.
        """
        if problem := line_problem(name, longest=BOARD_NAME_MAX):
            raise Invalid({"name": problem})
        return cls(id=board_id, name=name.strip(), archived=False, version=1, created_at=at, updated_at=at)

    def changed(self, *, at: datetime, name: str | None = None, archived: bool | None = None) -> "Board":
        """Return this board renamed, archived or brought back, one version on; itself when nothing is different.

        Raises:
            Invalid: the name is blank, too long or not one line; or `main` would be archived.
        """
        problem = None if name is None else line_problem(name, longest=BOARD_NAME_MAX)
        problems = {"name": problem} if problem else {}
        if archived and self.id == MAIN_BOARD:
            problems["archived"] = "The main board cannot be archived."
        if problems:
            raise Invalid(problems)
        changed = replace(
            self,
            name=self.name if name is None else name.strip(),
            archived=self.archived if archived is None else archived,
        )
        return self if changed == self else replace(changed, version=self.version + 1, updated_at=at)
