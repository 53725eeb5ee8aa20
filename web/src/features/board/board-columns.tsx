/** The columns of a board, and the ways in which cards go from one to another. */
import { CARD_HELP_ID } from "./card.tsx";
import { Column } from "./column.tsx";
import { useBoardDrop } from "./use-board-drop.ts";
import { useCardActions, useMoves } from "./use-card-actions.ts";
import { useBoardCommands } from "./use-board-commands.ts";
import type { FilteredBoard } from "./use-filtered-board.ts";
import { useFocusFollows } from "./use-focus-follows.ts";
import { useKeyboardMove } from "./use-keyboard-move.ts";

interface Props {
  board: FilteredBoard;
  /** The board's own, with its filter: whoever opens a card comes back there. */
  address: string;
}

export function BoardColumns({ board, address }: Props) {
  const { isOpenTo, drop } = useMoves(board);
  const follow = useFocusFollows();
  const { shown, grabbedId, pickUp } = useKeyboardMove({ lists: board.lists, isOpenTo, onDrop: drop });
  const scroller = useBoardDrop(board.lists, drop);
  const actions = useCardActions({ lists: board.lists, address, drop, pickUp, follow });
  useBoardCommands();
  return (
    <>
      <p id={CARD_HELP_ID} hidden>
        Enter opens the task. Space grabs it, then the arrow keys move it.
      </p>
      <div
        ref={scroller}
        hidden={board.isWithoutMatch}
        className="relative -mx-4 flex min-h-0 flex-1 snap-x snap-mandatory items-start gap-3 compact:gap-2 overflow-x-auto px-4 pb-2 sm:-mx-6 sm:px-6 lg:snap-none"
      >
        {board.statuses.map((status) => (
          <Column
            key={status}
            status={status}
            cards={shown[status]}
            query={board.columns[status]}
            hidden={board.hidden[status]}
            isFiltering={board.isFiltering}
            grabbedId={grabbedId}
            actions={actions}
          />
        ))}
      </div>
    </>
  );
}
