/** What a person may do with the cards of a board, and what doing it does. */
import { useLayoutEffect, useMemo, useRef, type KeyboardEvent } from "react";
import { useLocation } from "wouter";

import { STATUSES, type Status, type TaskCard } from "../../lib/api/types.ts";
import { may, moveAction } from "../../lib/permissions.ts";
import { positionAt } from "../../lib/positions.ts";
import { useMoveTask } from "../../lib/queries/task-writes.ts";
import { useActor } from "../../lib/services.ts";
import { isStrokeOf, shortcutAmong } from "../../lib/shortcuts.ts";
import type { CardActions } from "./card.tsx";
import type { Place } from "./places.ts";
import type { FilteredBoard } from "./use-filtered-board.ts";
import { focusCard } from "./use-focus-follows.ts";
import { STEPS, walk } from "./walk.ts";

type Actor = ReturnType<typeof useActor>;

/** Return whether a card may go to a column, and a function that takes it there. */
export function useMoves({ lists, columns, isFiltering }: FilteredBoard) {
  const actor = useActor();
  const move = useMoveTask();
  const isOpenTo = (card: TaskCard, status: Status) => mayMove(actor, card, status);
  const drop = (card: TaskCard, { status, index }: Place) => {
    const others = lists[status].filter(({ id }) => id !== card.id);
    // What is not shown may lie anywhere: under the last card means right under it.
    const hasMore = isFiltering || columns[status].hasNextPage;
    move({ task: card, status, position: positionAt(index, others, hasMore) });
  };
  return { isOpenTo, drop };
}

interface Options {
  lists: FilteredBoard["lists"];
  /** Whoever opens a card comes back there. */
  address: string;
  drop: (card: TaskCard, place: Place) => void;
  pickUp: (card: TaskCard) => void;
  follow: (cardId: string) => void;
}

/** The same object at each render, so that cards which did not change are not drawn again. */
export function useCardActions(options: Options): CardActions {
  const actor = useActor();
  const [, navigate] = useLocation();
  const latest = useRef(options);
  useLayoutEffect(() => {
    latest.current = options;
  });
  return useMemo(() => {
    const onKey = (card: TaskCard, event: KeyboardEvent) => {
      if (act(latest.current, card, event, targetsOf(actor, card).length > 0)) event.preventDefault();
    };
    const onMoveTo = (card: TaskCard, status: Status) => {
      latest.current.follow(card.id);
      latest.current.drop(card, { status, index: 0 });
    };
    const targets = (card: TaskCard) => targetsOf(actor, card);
    const canTake = (card: TaskCard, status: Status) => mayMove(actor, card, status);
    const onOpen = ({ id }: TaskCard) =>
      navigate(`/tasks/${id}`, { state: { from: latest.current.address } });
    return { targets, canTake, onKey, onMoveTo, onOpen };
  }, [actor, navigate]);
}

/** Do what a stroke on a card asks for; tell whether it asked for anything. */
function act(
  { lists, follow, pickUp }: Options,
  card: TaskCard,
  event: KeyboardEvent,
  isMovable: boolean,
): boolean {
  const step = shortcutAmong(STEPS, event);
  const next = step && walk(lists, card, step);
  if (next) focusCard(next.id);
  else if (!isMovable || !isStrokeOf("grab", event)) return false;
  else {
    follow(card.id);
    pickUp(card);
  }
  return true;
}

function mayMove(actor: Actor, card: TaskCard, status: Status): boolean {
  return may(actor, moveAction(card.status, status), card);
}

function targetsOf(actor: Actor, card: TaskCard): Status[] {
  return STATUSES.filter((status) => status !== card.status && mayMove(actor, card, status));
}
