"""Boards in the table."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from relayboard.domain.boards import Board
from relayboard.ports.table import ABSENT, Equals, Item, Put, Query, Write, prefixed
from relayboard.store import keys
from relayboard.store.store import Ref


def board_ref(board_id: str) -> Ref[Board]:
    """Refer to a board."""
    return Ref(keys.board(board_id), board_of)


def save_board(before: Board | None, after: Board) -> Write:
    """Return the write that takes a board from one version to the next."""
    unchanged = ABSENT if before is None else Equals("version", before.version)
    item = {
        **keys.board(after.id).attributes,
        "id": after.id,
        "name": after.name,
        "archived": after.archived,
        "version": after.version,
        "createdAt": after.created_at.isoformat(),
        "updatedAt": after.updated_at.isoformat(),
    }
    return Put(item, when=unchanged)


def all_boards(*, limit: int) -> Query:
    """Ask for the boards by id, downwards: `main`, then the newest first."""
    lower, upper = prefixed("BOARD#")
    return Query(pk=keys.BOARDS, lower=lower, upper=upper, descending=True, limit=limit)


def board_of(item: Item) -> Board:
    """Read a board."""
    data = cast(Mapping[str, Any], item)
    return Board(
        id=data["id"],
        name=data["name"],
        archived=data["archived"],
        version=data["version"],
        created_at=datetime.fromisoformat(data["createdAt"]),
        updated_at=datetime.fromisoformat(data["updatedAt"]),
    )
