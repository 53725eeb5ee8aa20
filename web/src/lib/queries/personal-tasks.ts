/** One's own list, seen by nobody else. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";

import { answer } from "../api/client.ts";
import type { components } from "../api/schema.ts";
import type { PersonalTask } from "../api/types.ts";
import { randomId } from "../random-id.ts";
import { useServices } from "../services.ts";
import { useTellChange } from "../undo.ts";
import { mapItems, pageQuery, paging, type Pages } from "./pages.ts";

const KEY = ["personal-tasks"];
const PAGE = 100;

type Content = components["schemas"]["CreatePersonalTask"];
type Changes = components["schemas"]["UpdatePersonalTask"];

export function usePersonalTasks() {
  const { api } = useServices();
  return useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET("/me/tasks", { params: { query: pageQuery(pageParam, PAGE) }, signal })),
    ...paging,
  });
}

export function useCreatePersonalTask() {
  const { api } = useServices();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body, key }: { body: Content; key: string }) =>
      answer(api.POST("/me/tasks", { body, headers: { "Idempotency-Key": key } })),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useUpdatePersonalTask() {
  const { api } = useServices();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, changes }: { id: string; changes: Changes }) =>
      answer(api.PATCH("/me/tasks/{taskId}", { params: { path: { taskId: id } }, body: changes })),
    onMutate: ({ id, changes }) => {
      void client.cancelQueries({ queryKey: KEY });
      client.setQueryData<Pages<PersonalTask>>(
        KEY,
        (pages) => pages && mapItems(pages, (task) => (task.id === id ? { ...task, ...changes } : task)),
      );
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Delete a line; taking that back writes it anew. */
export function useDeletePersonalTask() {
  const { api } = useServices();
  const client = useQueryClient();
  const create = useCreatePersonalTask();
  const tell = useTellChange();
  return useMutation({
    mutationFn: (task: PersonalTask) =>
      answer(api.DELETE("/me/tasks/{taskId}", { params: { path: { taskId: task.id } } })),
    onSuccess: (_, { title, description, status, dueDate }) => {
      const body = { title, description, status, dueDate };
      tell({ text: `Deleted “${title}”.`, takeBack: () => create.mutate({ body, key: randomId() }) });
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
