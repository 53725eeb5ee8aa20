"""What people send about boards."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from relayboard.api.bodies.fields import LINE, Body
from relayboard.domain.boards import BOARD_NAME_MAX

BoardName = Annotated[str, Meta(min_length=1, max_length=BOARD_NAME_MAX, pattern=LINE, examples=["Website"])]


class CreateBoard(Body):
    """A new board."""

    name: BoardName


class UpdateBoard(Body):
    """A board's new name, or whether it is archived."""

    name: BoardName | UnsetType = UNSET
    archived: bool | UnsetType = UNSET
