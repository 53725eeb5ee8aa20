/** What admins do with boards. */
import { Archive, ArchiveRestore, Ellipsis, Pencil, Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useLocation } from "wouter";

import { Menu, type MenuItem } from "../../components/menu.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import type { Board } from "../../lib/api/types.ts";
import { MAIN_BOARD, useBoards, useUpdateBoard } from "../../lib/queries/boards.ts";
import { useServices } from "../../lib/services.ts";
import { useTellChange } from "../../lib/undo.ts";

const BoardDialog = lazy(() => import("./board-dialog.tsx").then((m) => ({ default: m.BoardDialog })));

export function BoardMenu({ board }: { board: Board }) {
  const [dialog, setDialog] = useState<"new" | "rename" | null>(null);
  const items: MenuItem[] = [
    { label: "New board", icon: <Plus size={16} aria-hidden />, onSelect: () => setDialog("new") },
    { label: "Rename", icon: <Pencil size={16} aria-hidden />, onSelect: () => setDialog("rename") },
    ...useArchiveItems(board),
    ...useArchivedBoards(board),
  ];
  return (
    <>
      <Menu
        label="Boards"
        className="inline-flex size-9 items-center justify-center rounded-lg border border-line bg-surface text-muted hover:bg-hover hover:text-ink"
        items={items}
      >
        <Ellipsis size={18} aria-hidden />
      </Menu>
      <Suspense>
        {dialog && <BoardDialog board={dialog === "rename" ? board : null} onClose={() => setDialog(null)} />}
      </Suspense>
    </>
  );
}

/** The main board cannot be archived. */
function useArchiveItems(board: Board): MenuItem[] {
  const [, navigate] = useLocation();
  const { toasts } = useServices();
  const tell = useTellChange();
  const { mutate } = useUpdateBoard(board.id);
  const onError = (error: Error) => toasts.complain(messageOf(error));
  const bringBack = () => mutate({ archived: false }, { onError });
  const onArchived = () => {
    navigate("/");
    tell({ text: `Archived “${board.name}”.`, takeBack: bringBack });
  };
  if (board.archived)
    return [{ label: "Bring back", icon: <ArchiveRestore size={16} aria-hidden />, onSelect: bringBack }];
  if (board.id === MAIN_BOARD) return [];
  const archive = () => mutate({ archived: true }, { onSuccess: onArchived, onError });
  return [{ label: "Archive", icon: <Archive size={16} aria-hidden />, onSelect: archive }];
}

function useArchivedBoards(board: Board): MenuItem[] {
  const [, navigate] = useLocation();
  const others = useBoards().data?.filter(({ archived, id }) => archived && id !== board.id) ?? [];
  return others.map(({ id, name }) => ({
    label: name,
    hint: "archived",
    onSelect: () => navigate(`/boards/${id}`),
  }));
}
