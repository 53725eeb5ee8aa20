/** Lets a card be dragged, and shows on which side of it another one would land. */
import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import {
  attachClosestEdge,
  extractClosestEdge,
  type Edge,
} from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge";
import { useEffect, useRef, useState } from "react";

import type { TaskCard } from "../../lib/api/types.ts";
import { cardData, cardOf } from "./drag-data.ts";

export function useCardDrag(card: TaskCard, canTake: (dragged: TaskCard) => boolean, isMovable: boolean) {
  const ref = useRef<HTMLDivElement>(null);
  const [isDragging, setDragging] = useState(false);
  const [edge, setEdge] = useState<Edge | null>(null);
  const latest = useRef({ card, canTake });
  useEffect(() => {
    latest.current = { card, canTake };
  });
  useEffect(() => {
    const element = ref.current!;
    const other = (data: Record<string | symbol, unknown>) => {
      const dragged = cardOf(data);
      return dragged && dragged.id !== latest.current.card.id ? dragged : null;
    };
    return combine(
      draggable({
        element,
        canDrag: () => isMovable,
        getInitialData: () => cardData(latest.current.card),
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => {
          const dragged = other(source.data);
          return dragged !== null && latest.current.canTake(dragged);
        },
        getData: ({ input }) =>
          attachClosestEdge(cardData(latest.current.card), {
            input,
            element,
            allowedEdges: ["top", "bottom"],
          }),
        onDrag: ({ self }) => setEdge(extractClosestEdge(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    );
  }, [isMovable]);
  return { ref, isDragging, edge };
}
