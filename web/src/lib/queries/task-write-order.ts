/** Writes to tasks go one after the other; the lists are asked for anew after the last of them. */
import type { QueryClient } from "@tanstack/react-query";

import type { Task, TaskCard } from "../api/types.ts";
import { placeTask, taskKeys } from "./task-cache.ts";

export const WRITE = ["task-write"];
/** So that the last gesture is also the last that the server hears of. */
export const inOrder = { id: "task-writes" };

/** Show a card as it will be, before the server has said so. */
export function show(client: QueryClient, task: TaskCard): void {
  // Not awaited: waiting would delay the paint of what the person has just done.
  void client.cancelQueries({ queryKey: taskKeys.columns });
  placeTask(client, task);
}

/** Take over the answer and ask anew, but only after the last of several writes. */
export function settle(client: QueryClient, task: Task | undefined): Promise<void> | undefined {
  if (client.isMutating({ mutationKey: WRITE }) > 1) return undefined;
  if (task) placeTask(client, task);
  return client.invalidateQueries({ queryKey: taskKeys.all });
}
