/** The columns of a board, and the ways in which cards go from one to another. */
import { STATUSES } from "../../lib/api/types.ts";
import { CARD_HELP_ID } from "./card.tsx";
import { Column } from "./column.tsx";
import type { useBoard } from "./use-board.ts";
import { useBoardDrop } from "./use-board-drop.ts";
import { useCardActions, useMoves } from "./use-card-actions.ts";
import { useBoardCommands } from "./use-board-commands.ts";
import { useFocusFollows } from "./use-focus-follows.ts";
import { useKeyboardMove } from "./use-keyboard-move.ts";

interface Props {
  board: ReturnType<typeof useBoard>;
  path: string;
}

export function BoardColumns({ board, path }: Props) {
  const { isOpenTo, drop } = useMoves(board);
  const follow = useFocusFollows();
  const { shown, grabbedId, pickUp } = useKeyboardMove({ lists: board.lists, isOpenTo, onDrop: drop });
  const scroller = useBoardDrop(board.lists, drop);
  const actions = useCardActions({ lists: board.lists, drop, pickUp, follow });
  useBoardCommands(board.lists);
  return (
    <>
      <p id={CARD_HELP_ID} hidden>
        Enter opens the task. Space grabs it, then the arrow keys move it.
      </p>
      <div
        ref={scroller}
        className="relative -mx-4 flex min-h-0 flex-1 snap-x snap-mandatory items-start gap-3 compact:gap-2 overflow-x-auto px-4 pb-2 sm:-mx-6 sm:px-6 lg:snap-none"
      >
        {STATUSES.map((status) => (
          <Column
            key={status}
            status={status}
            cards={shown[status]}
            query={board.columns[status]}
            from={path}
            grabbedId={grabbedId}
            actions={actions}
          />
        ))}
      </div>
    </>
  );
}
