/** A board's columns as they are loaded. */
import { STATUSES, type Status, type TaskCard } from "../../lib/api/types.ts";
import { itemsOf } from "../../lib/queries/pages.ts";
import { compareCards } from "../../lib/queries/task-cache.ts";
import { useColumn } from "../../lib/queries/tasks.ts";

export type Lists = Record<Status, TaskCard[]>;

export function useBoard(boardId: string) {
  const columns = {
    OPEN: useColumn(boardId, "OPEN"),
    IN_PROGRESS: useColumn(boardId, "IN_PROGRESS"),
    UNDER_REVIEW: useColumn(boardId, "UNDER_REVIEW"),
    COMPLETED: useColumn(boardId, "COMPLETED"),
    CLOSED: useColumn(boardId, "CLOSED"),
  };
  const lists = {} as Lists;
  // A member's tasks come soonest due first; on the board everybody sees them in board order.
  for (const status of STATUSES) lists[status] = itemsOf(columns[status].data).sort(compareCards);
  const isEmpty = STATUSES.every((status) => columns[status].isSuccess && lists[status].length === 0);
  return { columns, lists, isEmpty };
}
