"""Endpoints of boards."""

from msgspec import UNSET

from relayboard.api.bodies.boards import CreateBoard, UpdateBoard
from relayboard.api.http import Answer
from relayboard.api.presenting.boards import board_view
from relayboard.api.presenting.pages import page_view
from relayboard.api.queries import Paging
from relayboard.api.request import Request
from relayboard.api.views.boards import BoardView
from relayboard.api.views.pages import PageView
from relayboard.services.boards import Boards
from relayboard.store.task_lists import Slice


def list_boards(request: Request, boards: Boards, query: Paging) -> Answer[PageView[BoardView]]:
    """List the boards."""
    listing = boards.list(Slice(limit=query.limit, cursor=query.cursor), by=request.principal)
    return Answer(page_view(listing, board_view))


def create_board(request: Request, boards: Boards, body: CreateBoard) -> Answer[BoardView]:
    """Create a board."""
    board = boards.create(body.name, by=request.principal, once=request.once(board_view))
    return Answer(board_view(board))


def update_board(request: Request, boards: Boards, body: UpdateBoard) -> Answer[BoardView]:
    """Rename a board, archive it or bring it back."""
    board = boards.update(
        request.path["boardId"],
        name=body.name or None,
        archived=None if body.archived is UNSET else body.archived,
        by=request.principal,
    )
    return Answer(board_view(board))
