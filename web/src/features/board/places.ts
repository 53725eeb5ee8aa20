/** Places on a board: a column, and how far down in it. */
import { STATUS_NAMES, STATUSES, type Status, type TaskCard } from "../../lib/api/types.ts";
import type { Lists } from "./use-board.ts";

export interface Place {
  status: Status;
  index: number;
}

/** Where a card lies. */
export function placeOf(lists: Lists, card: TaskCard): Place {
  return { status: card.status, index: lists[card.status].findIndex(({ id }) => id === card.id) };
}

/** The lists with one card taken to another place. */
export function withCardAt(lists: Lists, card: TaskCard, place: Place): Lists {
  const moved = {} as Lists;
  for (const status of STATUSES) moved[status] = lists[status].filter(({ id }) => id !== card.id);
  moved[place.status].splice(place.index, 0, card);
  return moved;
}

/** The place one step further; stays where it is at an edge or where no column `isOpenTo` the card. */
export function step(
  lists: Lists,
  card: TaskCard,
  place: Place,
  key: string,
  isOpenTo: (status: Status) => boolean,
): Place {
  const room = (status: Status) => lists[status].filter(({ id }) => id !== card.id).length;
  if (key === "ArrowUp") return { ...place, index: Math.max(0, place.index - 1) };
  if (key === "ArrowDown") return { ...place, index: Math.min(room(place.status), place.index + 1) };
  const status = neighbour(place.status, key === "ArrowRight" ? 1 : -1, isOpenTo);
  return status ? { status, index: Math.min(place.index, room(status)) } : place;
}

function neighbour(
  from: Status,
  direction: 1 | -1,
  isOpenTo: (status: Status) => boolean,
): Status | undefined {
  const at = STATUSES.indexOf(from);
  const ahead = direction > 0 ? STATUSES.slice(at + 1) : STATUSES.slice(0, at).toReversed();
  return ahead.find(isOpenTo);
}

/** A place in words: `In progress, position 2 of 5`. */
export function placeInWords(lists: Lists, { status, index }: Place): string {
  return `${STATUS_NAMES[status]}, position ${index + 1} of ${lists[status].length}`;
}
