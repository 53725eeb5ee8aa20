"""Boards."""

from relayboard.api.views.boards import BoardView
from relayboard.domain.boards import Board


def board_view(board: Board) -> BoardView:
    return BoardView(
        id=board.id,
        name=board.name,
        archived=board.archived,
        version=board.version,
        created_at=board.created_at,
        updated_at=board.updated_at,
    )
