/** What people say about a task. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";

import { answer } from "../api/client.ts";
import { useRefreshInterval } from "../live/use-live.ts";
import { useServices } from "../services.ts";
import { pageQuery, paging } from "./pages.ts";
import { taskKeys } from "./task-cache.ts";

const PAGE = 50;
const REFRESH_MS = 10_000;

export function useComments(taskId: string) {
  const { api } = useServices();
  return useInfiniteQuery({
    queryKey: taskKeys.comments(taskId),
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { taskId }, query: pageQuery(pageParam, PAGE) };
      return answer(api.GET("/tasks/{taskId}/comments", { params, signal }));
    },
    ...paging,
    refetchInterval: useRefreshInterval(REFRESH_MS),
  });
}

export function useAddComment(taskId: string) {
  const { api } = useServices();
  return useCommentWrite(taskId, ({ body, key }: { body: string; key: string }) => {
    const params = { path: { taskId } };
    return answer(
      api.POST("/tasks/{taskId}/comments", { params, body: { body }, headers: { "Idempotency-Key": key } }),
    );
  });
}

export function useEditComment(taskId: string, commentId: string) {
  const { api } = useServices();
  return useCommentWrite(taskId, (body: string) =>
    answer(
      api.PATCH("/tasks/{taskId}/comments/{commentId}", {
        params: { path: { taskId, commentId } },
        body: { body },
      }),
    ),
  );
}

export function useDeleteComment(taskId: string, commentId: string) {
  const { api } = useServices();
  return useCommentWrite<void, unknown>(taskId, () =>
    answer(api.DELETE("/tasks/{taskId}/comments/{commentId}", { params: { path: { taskId, commentId } } })),
  );
}

function useCommentWrite<V, T>(taskId: string, write: (variables: V) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: taskKeys.comments(taskId) }),
        client.invalidateQueries({ queryKey: taskKeys.events(taskId) }),
      ]),
  });
}
