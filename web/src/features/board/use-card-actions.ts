/** What a person may do with the cards of a board, and what doing it does. */
import type { KeyboardEvent } from "react";

import { STATUSES, type Status, type TaskCard } from "../../lib/api/types.ts";
import { may, moveAction } from "../../lib/permissions.ts";
import { positionAt } from "../../lib/positions.ts";
import { useMoveTask } from "../../lib/queries/task-writes.ts";
import { useActor } from "../../lib/services.ts";
import type { CardActions } from "./card.tsx";
import type { Place } from "./places.ts";
import type { useBoard } from "./use-board.ts";
import { focusCard } from "./use-focus-follows.ts";
import { walk } from "./walk.ts";

type Board = ReturnType<typeof useBoard>;

/** Return whether a card may go to a column, and a function that takes it there. */
export function useMoves({ lists, columns }: Board) {
  const actor = useActor();
  const move = useMoveTask();
  const isOpenTo = (card: TaskCard, status: Status) => may(actor, moveAction(card.status, status), card);
  const drop = (card: TaskCard, { status, index }: Place) => {
    const others = lists[status].filter(({ id }) => id !== card.id);
    move({ task: card, status, position: positionAt(index, others, columns[status].hasNextPage) });
  };
  return { isOpenTo, drop };
}

interface Options {
  lists: Board["lists"];
  isOpenTo: (card: TaskCard, status: Status) => boolean;
  drop: (card: TaskCard, place: Place) => void;
  pickUp: (card: TaskCard) => void;
  follow: (cardId: string) => void;
}

export function cardActions({ lists, isOpenTo, drop, pickUp, follow }: Options): CardActions {
  const targets = (card: TaskCard) =>
    STATUSES.filter((status) => status !== card.status && isOpenTo(card, status));
  const onKey = (card: TaskCard, event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = walk(lists, card, event.key);
    if (next) focusCard(next.id);
    else if (event.key !== " " || !targets(card).length) return;
    else {
      follow(card.id);
      pickUp(card);
    }
    event.preventDefault();
  };
  const onMoveTo = (card: TaskCard, status: Status) => {
    follow(card.id);
    drop(card, { status, index: 0 });
  };
  return { targets, canTake: isOpenTo, onKey, onMoveTo };
}
