/** A board. */
import { Plus } from "lucide-react";
import { Link } from "wouter";

import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { PageFrame } from "../../components/page-frame.tsx";
import { isAllowed } from "../../lib/permissions.ts";
import { MAIN_BOARD, useBoards } from "../../lib/queries/boards.ts";
import { useActor } from "../../lib/services.ts";
import { BoardColumns } from "./board-columns.tsx";
import { BoardMenu } from "./board-menu.tsx";
import { BoardSwitcher } from "./board-switcher.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { useBoard } from "./use-board.ts";
import { useFilter } from "./use-filter.ts";
import { useFilteredBoard } from "./use-filtered-board.ts";
import { focusFirstCard } from "./use-focus-follows.ts";

interface Props {
  boardId: string;
  /** What stands behind the `?` of the board's address, also while a task lies over it. */
  search: string;
}

export function BoardPage({ boardId, search }: Props) {
  const { role } = useActor();
  const boards = useBoards().data;
  const known = boards?.find(({ id }) => id === boardId);
  const all = useBoard(boardId);
  const filter = useFilter(boardId === MAIN_BOARD ? "/" : `/boards/${boardId}`, search);
  const board = useFilteredBoard(all, filter);
  const hasSeveral = (boards?.filter(({ archived }) => !archived).length ?? 0) > 1;
  const title = hasSeveral && known ? known.name : "Board";
  if (boards && !known) return <NoSuchBoard />;
  return (
    <PageFrame
      title={title}
      description={known?.archived ? "This board is archived." : undefined}
      isWide
      actions={
        <>
          {hasSeveral && <BoardSwitcher boards={boards ?? []} current={boardId} />}
          {isAllowed(role, "OTHER", "board.manage") && known && <BoardMenu board={known} />}
          {isAllowed(role, "OTHER", "task.create") && <NewTaskLink boardId={boardId} from={filter.address} />}
        </>
      }
    >
      {all.isEmpty ? (
        <EmptyBoard boardId={boardId} from={filter.address} />
      ) : (
        <>
          <FilterBar filter={filter} cards={board.cards} onLeaveDown={focusFirstCard} />
          {board.isWithoutMatch && <NoMatch onClear={filter.clear} />}
          <BoardColumns board={board} address={filter.address} />
        </>
      )}
    </PageFrame>
  );
}

function NewTaskLink({ boardId, from }: { boardId: string; from: string }) {
  return (
    <Link
      href={`/tasks/new?board=${encodeURIComponent(boardId)}`}
      state={{ from }}
      className="inline-flex min-h-9 items-center gap-1.5 rounded-lg bg-accent px-3 text-sm font-medium text-on-accent hover:bg-accent-hover"
    >
      <Plus size={16} aria-hidden />
      New task
    </Link>
  );
}

function EmptyBoard({ boardId, from }: { boardId: string; from: string }) {
  const { role } = useActor();
  if (!isAllowed(role, "OTHER", "task.create")) {
    return (
      <EmptyState title="Nothing is assigned to you here">
        When an admin gives you a task, it appears on this board and you get a notice.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="This board is empty" action={<NewTaskLink boardId={boardId} from={from} />}>
      Write down what has to be done and give it to somebody. They hear of it at once.
    </EmptyState>
  );
}

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      title="No task fits"
      action={
        <Button look="primary" onClick={onClear}>
          Show all tasks
        </Button>
      }
    >
      There are tasks on this board, but none that this filter shows.
    </EmptyState>
  );
}

function NoSuchBoard() {
  return (
    <PageFrame title="Not found">
      <EmptyState
        title="There is no such board"
        action={
          <Link href="/" className="link">
            Go to the main board
          </Link>
        }
      />
    </PageFrame>
  );
}
