/** A board. */
import { Plus } from "lucide-react";
import { Link } from "wouter";

import { EmptyState } from "../../components/empty-state.tsx";
import { PageFrame } from "../../components/page-frame.tsx";
import { isAllowed } from "../../lib/permissions.ts";
import { MAIN_BOARD, useBoards } from "../../lib/queries/boards.ts";
import { useActor } from "../../lib/services.ts";
import { BoardColumns } from "./board-columns.tsx";
import { BoardMenu } from "./board-menu.tsx";
import { BoardSwitcher } from "./board-switcher.tsx";
import { useBoard } from "./use-board.ts";

export function BoardPage({ boardId }: { boardId: string }) {
  const { role } = useActor();
  const boards = useBoards().data;
  const known = boards?.find(({ id }) => id === boardId);
  const board = useBoard(boardId);
  const path = boardId === MAIN_BOARD ? "/" : `/boards/${boardId}`;
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
          {isAllowed(role, "OTHER", "task.create") && <NewTaskLink boardId={boardId} from={path} />}
        </>
      }
    >
      {board.isEmpty ? (
        <EmptyBoard boardId={boardId} from={path} />
      ) : (
        <BoardColumns board={board} path={path} />
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
