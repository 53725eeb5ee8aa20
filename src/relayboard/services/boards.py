"""What people do with boards."""

from relayboard.domain.boards import Board
from relayboard.domain.errors import NotFound
from relayboard.domain.events import EventType, Facts, Subject, SubjectKind, changed_facts
from relayboard.domain.people import Principal
from relayboard.domain.permissions import Action, Relation, require
from relayboard.services.once import Once
from relayboard.services.unit_of_work import UnitsOfWork
from relayboard.store.boards import all_boards, board_of, board_ref, save_board
from relayboard.store.store import Listing, Store
from relayboard.store.task_lists import Slice


class Boards:
    """The use cases of boards. Raises as Tasks does."""

    def __init__(self, store: Store, units: UnitsOfWork) -> None:
        self._store = store
        self._units = units

    def list(self, part: Slice, *, by: Principal) -> Listing[Board]:
        """Return a page of the boards, archived ones too: `main`, then the newest first."""
        require(by.role, Relation.OTHER, Action.BOARD_READ)
        return self._store.page(all_boards(limit=part.limit), board_of, cursor=part.cursor)

    def create(self, name: str, *, by: Principal, once: Once | None = None) -> Board:
        """Make a board.

        Raises:
            Invalid: the name is blank, too long or not one line.
        """

        def work() -> Board:
            unit = self._units.begin(by, once=once)
            require(unit.actor.role, Relation.OTHER, Action.BOARD_MANAGE)
            board = Board.new(self._units.new_id(), name, at=unit.now)
            event = unit.event(EventType.BOARD_CREATED, _subject(board), after={"name": board.name})
            unit.commit([save_board(None, board)], events=[event], result=board)
            return board

        return self._units.attempt(work)

    def update(
        self, board_id: str, *, name: str | None = None, archived: bool | None = None, by: Principal
    ) -> Board:
        """Rename a board, archive it or bring it back.

        Raises:
            Invalid: the name is blank or too long; or `main` would be archived.
        """

        def work() -> Board:
            unit = self._units.begin(by, board_ref(board_id))
            board = unit.found[board_ref(board_id)]
            if board is None:
                raise NotFound("board")
            require(unit.actor.role, Relation.OTHER, Action.BOARD_MANAGE)
            changed = board.changed(name=name, archived=archived, at=unit.now)
            if changed is not board:
                before, after = changed_facts(_facts(board), _facts(changed))
                event = unit.event(EventType.BOARD_UPDATED, _subject(changed), before=before, after=after)
                unit.commit([save_board(board, changed)], events=[event])
            return changed

        return self._units.attempt(work)


def _subject(board: Board) -> Subject:
    return Subject(SubjectKind.BOARD, board.id, board.name)


def _facts(board: Board) -> Facts:
    return {"name": board.name, "archived": board.archived}
