/** Going from card to card with the keyboard. */
import { STATUSES, type TaskCard } from "../../lib/api/types.ts";
import type { Lists } from "./use-board.ts";

export const STEPS = ["down", "up", "right", "left"] as const;

/** The card that a step leads to from this one, if it leads anywhere. */
export function walk(lists: Lists, card: TaskCard, step: (typeof STEPS)[number]): TaskCard | undefined {
  const column = lists[card.status];
  const index = column.findIndex(({ id }) => id === card.id);
  if (step === "down") return column[index + 1];
  if (step === "up") return column[index - 1];
  const at = STATUSES.indexOf(card.status);
  const ahead = step === "right" ? STATUSES.slice(at + 1) : STATUSES.slice(0, at).toReversed();
  const next = ahead.map((status) => lists[status]).find((list) => list.length > 0);
  return next?.[Math.min(index, next.length - 1)];
}
