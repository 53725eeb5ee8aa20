/** Changing tasks: shown at once, put back with the reason when the server refuses. */
import { useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useRef } from "react";

import { answer, ifMatch, type Api } from "../api/client.ts";
import { messageOf } from "../api/problem.ts";
import { STATUS_NAMES } from "../api/types.ts";
import type { CreateTask, PersonRef, Status, Task, TaskCard, UpdateTask } from "../api/types.ts";
import { randomId } from "../random-id.ts";
import { useServices } from "../services.ts";
import type { Toasts } from "../toasts.ts";
import { useTellChange, type Change } from "../undo.ts";
import { placeTask, removeTask, taskKeys } from "./task-cache.ts";
import { inOrder, settle, show, WRITE } from "./task-write-order.ts";

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
  const { tell, withdraw } = useTellOfWrites<Move>();
  const { mutate } = useMutation({
    mutationKey: WRITE,
    scope: inOrder,
    mutationFn: ({ task, status, position }: Move) => {
      const params = { path: { taskId: task.id } };
      return answer(
        api.PATCH("/tasks/{taskId}/status", { params, body: position ? { status, position } : { status } }),
      );
    },
    onError: (error, move) => {
      withdraw(move);
      putBack(client, toasts, move.task, error);
    },
    onSettled: (task) => settle(client, task),
  });
  const carryOut = (move: Move) => {
    // Not in `onMutate`, which comes a moment later: the card would be seen jumping back and forth.
    show(client, moved(move));
    mutate(move);
  };
  return (move) => {
    carryOut(move);
    const { status, position } = move.task;
    tell(move, {
      text: moveInWords(move),
      takeBack: () => carryOut({ task: moved(move), status, position }),
    });
  };
}

function moved({ task, status, position = task.position }: Move): TaskCard {
  return { ...task, status, position };
}

function moveInWords({ task, status }: Move): string {
  const where = status === task.status ? "within" : "to";
  return `Moved “${task.title}” ${where} ${STATUS_NAMES[status]}.`;
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
    mutationFn: (edit: Edit) => patch(api, edit),
    onSettled: (task) => settle(client, task),
  });
}

/** Write back what an edit has changed, if nobody has changed the task since. */
export function useRevertEdit() {
  return useTaskWrite(patch);
}

function patch(api: Api, { taskId, version, changes }: Edit): Promise<Task> {
  const params = { path: { taskId } };
  return answer(api.PATCH("/tasks/{taskId}", { params, body: changes, headers: ifMatch(version) }));
}

/** Return functions that give a task to somebody, and take it from them. */
export function useAssignments(task: Task) {
  const tell = useTellChange();
  const { mutateAsync: give } = useTaskWrite((api, { id }: PersonRef) => {
    const params = { path: { taskId: task.id } };
    return answer(api.POST("/tasks/{taskId}/assignments", { params, body: { userIds: [id] } }));
  });
  const { mutateAsync: take } = useTaskWrite((api, { id }: PersonRef) => {
    const params = { path: { taskId: task.id, userId: id } };
    return answer(api.DELETE("/tasks/{taskId}/assignments/{userId}", { params }));
  });
  const assign = (person: PersonRef) => {
    const change = { text: `Assigned to ${person.name}.`, takeBack: () => void take(person).catch(ignore) };
    void give(person).then(() => tell(change), ignore);
  };
  const unassign = (person: PersonRef) => {
    const change = { text: `Taken from ${person.name}.`, takeBack: () => void give(person).catch(ignore) };
    void take(person).then(() => tell(change), ignore);
  };
  return { assign, unassign };
}

export function useRestoreTask() {
  return useTaskWrite((api, taskId: string) =>
    answer(api.POST("/tasks/{taskId}/restore", { params: { path: { taskId } } })),
  );
}

/** Delete a task and offer to take that back. */
export function useDeleteTask() {
  const client = useQueryClient();
  const restore = useRestoreTask();
  const { tell, withdraw } = useTellOfWrites<TaskCard>();
  const takeBack = (task: TaskCard) => {
    show(client, task);
    restore.mutate(task.id);
  };
  return useDeletion({
    onStart: (task) => tell(task, { text: `Deleted “${task.title}”.`, takeBack: () => takeBack(task) }),
    onRefused: withdraw,
  });
}

/** Delete a task without a word, because deleting it is what takes something back. */
export function useRetractTask() {
  return useDeletion({});
}

function useDeletion(said: { onStart?: (task: TaskCard) => void; onRefused?: (task: TaskCard) => void }) {
  const { api, toasts } = useServices();
  const client = useQueryClient();
  return useMutation({
    mutationKey: WRITE,
    scope: inOrder,
    mutationFn: (task: TaskCard) =>
      answer(api.DELETE("/tasks/{taskId}", { params: { path: { taskId: task.id } } })),
    onMutate: (task) => {
      void client.cancelQueries({ queryKey: taskKeys.all });
      removeTask(client, task.id);
      said.onStart?.(task);
    },
    onError: (error, task) => {
      said.onRefused?.(task);
      putBack(client, toasts, task, error);
    },
    onSettled: () => settle(client, undefined),
  });
}

/** For what has said by itself why it was refused. */
const ignore = () => undefined;

/** Tell of writes before they are answered; `withdraw` what was told when one is refused. */
function useTellOfWrites<V extends object>() {
  const tellChange = useTellChange();
  const told = useRef(new WeakMap<V, () => void>());
  return {
    tell: (write: V, change: Change) => void told.current.set(write, tellChange(change)),
    withdraw: (write: V) => told.current.get(write)?.(),
  };
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

function putBack(client: QueryClient, toasts: Toasts, task: TaskCard, error: unknown): void {
  placeTask(client, task);
  toasts.complain(`“${task.title}” is back where it was: ${messageOf(error)}`);
}
