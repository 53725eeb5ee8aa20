/** Hears of every card that is dropped on the board, and finds the place it was dropped at. */
import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge";
import { useEffect, useRef } from "react";

import type { Status, TaskCard } from "../../lib/api/types.ts";
import { cardOf } from "./drag-data.ts";
import { placeOf, type Place } from "./places.ts";
import { scrollAtEdges } from "./scroll-at-edges.ts";
import type { Lists } from "./use-board.ts";

type Data = Record<string | symbol, unknown>;

export function useBoardDrop(lists: Lists, onDrop: (card: TaskCard, place: Place) => void) {
  const ref = useRef<HTMLDivElement>(null);
  const latest = useRef({ lists, onDrop });
  useEffect(() => {
    latest.current = { lists, onDrop };
  });
  useEffect(
    () =>
      combine(
        scrollAtEdges(ref.current!),
        monitorForElements({
          onDrop: ({ source, location }) => {
            const dragged = cardOf(source.data);
            const target = location.current.dropTargets[0];
            if (!dragged || !target) return;
            const place = placeUnder(target.data, dragged, latest.current.lists);
            const from = placeOf(latest.current.lists, dragged);
            if (place.status !== from.status || place.index !== from.index)
              latest.current.onDrop(dragged, place);
          },
        }),
      ),
    [],
  );
  return ref;
}

function placeUnder(target: Data, dragged: TaskCard, lists: Lists): Place {
  const card = cardOf(target);
  const status = card?.status ?? (target["status"] as Status);
  const others = lists[status].filter(({ id }) => id !== dragged.id);
  if (!card) return { status, index: others.length };
  const at = others.findIndex(({ id }) => id === card.id);
  return { status, index: extractClosestEdge(target) === "bottom" ? at + 1 : at };
}
