/** A board as a filter shows it; columns that come in pages are looked through to their end. */
import { useEffect } from "react";

import { STATUSES, type TaskCard } from "../../lib/api/types.ts";
import type { Lists, useBoard } from "./use-board.ts";
import type { BoardFilter } from "./use-filter.ts";

type Board = ReturnType<typeof useBoard>;
export type FilteredBoard = ReturnType<typeof useFilteredBoard>;

/** More than that is looked through only when somebody asks for it. */
const LOOKED_THROUGH = 1000;

export function useFilteredBoard(board: Board, { isShown, isFiltering, status }: BoardFilter) {
  const { columns, lists } = board;
  useEffect(() => {
    if (!isFiltering) return;
    for (const status of STATUSES) {
      const { hasNextPage, isFetching, isError, fetchNextPage } = columns[status];
      const isEnough = lists[status].length >= LOOKED_THROUGH;
      if (hasNextPage && !isFetching && !isError && !isEnough) void fetchNextPage();
    }
  });
  const shown = {} as Lists;
  const hidden = {} as Lists;
  for (const status of STATUSES) {
    shown[status] = lists[status].filter(isShown);
    hidden[status] = lists[status].filter((card) => !isShown(card));
  }
  return {
    columns,
    lists: shown,
    hidden,
    cards: STATUSES.flatMap<TaskCard>((status) => lists[status]),
    isFiltering,
    statuses: STATUSES.filter((each) => !status || each === status),
    /** All of it has been looked through, and nothing fits. */
    isWithoutMatch:
      isFiltering &&
      STATUSES.every(
        (status) => columns[status].isSuccess && !columns[status].hasNextPage && !shown[status].length,
      ),
  };
}
