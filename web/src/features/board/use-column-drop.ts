/** Lets cards be dropped anywhere on a column, and scrolls it while one is held at its edge. */
import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { useEffect, useRef, useState } from "react";

import type { Status, TaskCard } from "../../lib/api/types.ts";
import { cardOf } from "./drag-data.ts";
import { scrollAtEdges } from "./scroll-at-edges.ts";

export function useColumnDrop(status: Status, canTake: (dragged: TaskCard) => boolean) {
  const ref = useRef<HTMLElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [isOver, setOver] = useState(false);
  const latest = useRef(canTake);
  useEffect(() => {
    latest.current = canTake;
  });
  useEffect(
    () =>
      combine(
        dropTargetForElements({
          element: ref.current!,
          canDrop: ({ source }) => {
            const dragged = cardOf(source.data);
            return dragged !== null && latest.current(dragged);
          },
          getData: () => ({ kind: "column", status }),
          onDragEnter: () => setOver(true),
          onDragLeave: () => setOver(false),
          onDrop: () => setOver(false),
        }),
        scrollAtEdges(list.current!),
      ),
    [status],
  );
  return { ref, list, isOver };
}
