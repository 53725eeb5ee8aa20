/** Changing tasks: shown at once, put back with the reason when the server refuses. */
import { useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";

import { answer, ifMatch, type Api } from "../api/client.ts";
import { messageOf } from "../api/problem.ts";
import type { CreateTask, Status, Task, TaskCard, UpdateTask } from "../api/types.ts";
import { randomId } from "../random-id.ts";
import { useServices } from "../services.ts";
import type { Toasts } from "../toasts.ts";
import { placeTask, removeTask, taskKeys } from "./task-cache.ts";

const WRITE = ["task-write"];
// One after the other, so that the last gesture is also the last that the server hears of.
const inOrder = { id: "task-writes" };

export interface Move {
  task: TaskCard;
  status: Status;
  /** Left out: on top. */
  position?: string;
}

/** Return a function that moves a task: on the screen at once, on the server as soon as it can. */
export function useMoveTask(): (move: Move) => void {
  const { api, toasts } = useServices();
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationKey: WRITE,
    scope: inOrder,
    mutationFn: ({ task, status, position }: Move) => {
      const params = { path: { taskId: task.id } };
      return answer(
        api.PATCH("/tasks/{taskId}/status", { params, body: position ? { status, position } : { status } }),
      );
    },
    onError: (error, { task }) => putBack(client, toasts, task, error),
    onSettled: (task) => settle(client, task),
  });
  return (move) => {
    // Not in `onMutate`, which comes a moment later: the card would be seen jumping back and forth.
    show(client, { ...move.task, status: move.status, position: move.position ?? move.task.position });
    mutate(move);
  };
}

export function useCreateTask() {
  const { api } = useServices();
  const client = useQueryClient();
  return useMutation({
    mutationKey: WRITE,
    mutationFn: ({ body, key }: { body: CreateTask; key: string }) =>
      answer(api.POST("/tasks", { body, headers: { "Idempotency-Key": key } })),
    onSettled: (task) => settle(client, task),
  });
}

export interface Edit {
  taskId: string;
  version: number;
  changes: UpdateTask;
}

/** Refused with 412 when the task is no longer at `version`. */
export function useEditTask() {
  const { api } = useServices();
  const client = useQueryClient();
  return useMutation({
    mutationKey: WRITE,
    mutationFn: ({ taskId, version, changes }: Edit) => {
      const params = { path: { taskId } };
      return answer(api.PATCH("/tasks/{taskId}", { params, body: changes, headers: ifMatch(version) }));
    },
    onSettled: (task) => settle(client, task),
  });
}

export function useAssign(task: Task) {
  return useTaskWrite((api, userId: string) => {
    const params = { path: { taskId: task.id } };
    return answer(api.POST("/tasks/{taskId}/assignments", { params, body: { userIds: [userId] } }));
  });
}

export function useUnassign(task: Task) {
  return useTaskWrite((api, userId: string) => {
    const params = { path: { taskId: task.id, userId } };
    return answer(api.DELETE("/tasks/{taskId}/assignments/{userId}", { params }));
  });
}

export function useRestoreTask() {
  return useTaskWrite((api, taskId: string) =>
    answer(api.POST("/tasks/{taskId}/restore", { params: { path: { taskId } } })),
  );
}

/** Delete a task and offer to take that back. */
export function useDeleteTask() {
  const { api, toasts } = useServices();
  const client = useQueryClient();
  const restore = useRestoreTask();
  return useMutation({
    mutationKey: WRITE,
    scope: inOrder,
    mutationFn: (task: TaskCard) =>
      answer(api.DELETE("/tasks/{taskId}", { params: { path: { taskId: task.id } } })),
    onMutate: (task) => {
      void client.cancelQueries({ queryKey: taskKeys.all });
      removeTask(client, task.id);
    },
    onSuccess: (_, task) =>
      toasts.tell(`Deleted “${task.title}”.`, { label: "Undo", run: () => restore.mutate(task.id) }),
    onError: (error, task) => putBack(client, toasts, task, error),
    onSettled: () => settle(client, undefined),
  });
}

function useTaskWrite<V>(write: (api: Api, variables: V) => Promise<Task>) {
  const { api, toasts } = useServices();
  const client = useQueryClient();
  return useMutation({
    mutationKey: WRITE,
    scope: inOrder,
    mutationFn: (variables: V) => write(api, variables),
    onError: (error) => toasts.complain(messageOf(error)),
    onSettled: (task) => settle(client, task),
  });
}

/** A key for one intention: however often it is sent, it happens once. */
export const newIntention = randomId;

function show(client: QueryClient, task: TaskCard): void {
  // Not awaited: waiting would delay the paint of what the person has just done.
  void client.cancelQueries({ queryKey: taskKeys.columns });
  placeTask(client, task);
}

function putBack(client: QueryClient, toasts: Toasts, task: TaskCard, error: unknown): void {
  placeTask(client, task);
  toasts.complain(`“${task.title}” is back where it was: ${messageOf(error)}`);
}

/** Take over the answer and ask anew, but only after the last of several writes. */
function settle(client: QueryClient, task: Task | undefined): Promise<void> | undefined {
  if (client.isMutating({ mutationKey: WRITE }) > 1) return undefined;
  if (task) placeTask(client, task);
  return client.invalidateQueries({ queryKey: taskKeys.all });
}
