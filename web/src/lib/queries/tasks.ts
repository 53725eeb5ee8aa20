/** Reading tasks. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";

import { answer } from "../api/client.ts";
import type { Status } from "../api/types.ts";
import { useRefreshInterval } from "../live/use-live.ts";
import { useServices } from "../services.ts";
import { pageQuery, paging } from "./pages.ts";
import { taskKeys } from "./task-cache.ts";

const COLUMN_PAGE = 100;
const LIST_PAGE = 100;
const REFRESH_MS = 20_000;

/** One column of a board, page by page. */
export function useColumn(board: string, status: Status) {
  const { api } = useServices();
  return useInfiniteQuery({
    queryKey: taskKeys.column(board, status),
    queryFn: ({ pageParam, signal }) => {
      const query = { board, status, ...pageQuery(pageParam, COLUMN_PAGE) };
      return answer(api.GET("/tasks", { params: { query }, signal }));
    },
    ...paging,
    refetchInterval: useRefreshInterval(REFRESH_MS),
  });
}

/** The tasks assigned to the person who asks, on all boards. */
export function useMyTasks() {
  const { api } = useServices();
  return useInfiniteQuery({
    queryKey: taskKeys.mine,
    queryFn: ({ pageParam, signal }) => {
      const query = { assignee: "me", ...pageQuery(pageParam, LIST_PAGE) };
      return answer(api.GET("/tasks", { params: { query }, signal }));
    },
    ...paging,
    refetchInterval: useRefreshInterval(REFRESH_MS),
  });
}

/** The deleted tasks of a board that can still be restored. */
export function useTrash() {
  const { api } = useServices();
  return useInfiniteQuery({
    queryKey: taskKeys.trash,
    queryFn: ({ pageParam, signal }) => {
      const query = { deleted: true, ...pageQuery(pageParam, LIST_PAGE) };
      return answer(api.GET("/tasks", { params: { query }, signal }));
    },
    ...paging,
  });
}

export function useTask(taskId: string) {
  const { api } = useServices();
  return useQuery({
    queryKey: taskKeys.one(taskId),
    queryFn: ({ signal }) => answer(api.GET("/tasks/{taskId}", { params: { path: { taskId } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** What happened to a task, newest first, with who was told. */
export function useTaskEvents(taskId: string) {
  const { api } = useServices();
  return useInfiniteQuery({
    queryKey: taskKeys.events(taskId),
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { taskId }, query: pageQuery(pageParam, COLUMN_PAGE) };
      return answer(api.GET("/tasks/{taskId}/events", { params, signal }));
    },
    ...paging,
    refetchInterval: EVENTS_REFRESH_MS,
  });
}

// Deliveries come a moment after the change; whoever has the history open sees them arrive.
const EVENTS_REFRESH_MS = 3_000;
