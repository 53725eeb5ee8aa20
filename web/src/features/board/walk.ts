/** Going from card to card with the arrow keys, or J and K. */
import { STATUSES, type TaskCard } from "../../lib/api/types.ts";
import type { Lists } from "./use-board.ts";

/** The card that a key leads to from this one, if it leads anywhere. */
export function walk(lists: Lists, card: TaskCard, key: string): TaskCard | undefined {
  const column = lists[card.status];
  const index = column.findIndex(({ id }) => id === card.id);
  if (key === "ArrowDown" || key === "j") return column[index + 1];
  if (key === "ArrowUp" || key === "k") return column[index - 1];
  const at = STATUSES.indexOf(card.status);
  const ahead =
    key === "ArrowRight"
      ? STATUSES.slice(at + 1)
      : key === "ArrowLeft"
        ? STATUSES.slice(0, at).toReversed()
        : [];
  const next = ahead.map((status) => lists[status]).find((list) => list.length > 0);
  return next?.[Math.min(index, next.length - 1)];
}
