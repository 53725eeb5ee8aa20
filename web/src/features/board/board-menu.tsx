/** What admins do with boards. */
import { Archive, ArchiveRestore, Ellipsis, Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";

import { Menu, type MenuItem } from "../../components/menu.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import type { Board } from "../../lib/api/types.ts";
import { MAIN_BOARD, useBoards, useUpdateBoard } from "../../lib/queries/boards.ts";
import { useServices } from "../../lib/services.ts";
import { BoardDialog } from "./board-dialog.tsx";

export function BoardMenu({ board }: { board: Board }) {
  const [dialog, setDialog] = useState<"new" | "rename" | null>(null);
  const [, navigate] = useLocation();
  const { toasts } = useServices();
  const archived = useBoards().data?.filter((other) => other.archived && other.id !== board.id) ?? [];
  const update = useUpdateBoard(board.id);
  const setArchived = (isArchived: boolean) =>
    update.mutate(
      { archived: isArchived },
      {
        onSuccess: () => {
          if (!isArchived) return;
          navigate("/");
          toasts.tell(`Archived “${board.name}”.`, {
            label: "Undo",
            run: () => update.mutate({ archived: false }),
          });
        },
        onError: (error) => toasts.complain(messageOf(error)),
      },
    );
  const items: MenuItem[] = [
    { label: "New board", icon: <Plus size={16} aria-hidden />, onSelect: () => setDialog("new") },
    { label: "Rename", icon: <Pencil size={16} aria-hidden />, onSelect: () => setDialog("rename") },
  ];
  if (board.archived)
    items.push({
      label: "Bring back",
      icon: <ArchiveRestore size={16} aria-hidden />,
      onSelect: () => setArchived(false),
    });
  else if (board.id !== MAIN_BOARD)
    items.push({
      label: "Archive",
      icon: <Archive size={16} aria-hidden />,
      onSelect: () => setArchived(true),
    });
  for (const other of archived)
    items.push({ label: other.name, hint: "archived", onSelect: () => navigate(`/boards/${other.id}`) });
  return (
    <>
      <Menu
        label="Boards"
        className="inline-flex size-9 items-center justify-center rounded-lg border border-line bg-surface text-muted hover:bg-hover hover:text-ink"
        items={items}
      >
        <Ellipsis size={18} aria-hidden />
      </Menu>
      {dialog && <BoardDialog board={dialog === "rename" ? board : null} onClose={() => setDialog(null)} />}
    </>
  );
}
