/** What a person writes in a task's form. */
import type { Priority, Task, UpdateTask } from "../../lib/api/types.ts";

export interface TaskValues {
  title: string;
  description: string;
  priority: Priority;
  dueDate: string | null;
  labels: string[];
  boardId: string;
}

export const FIELD_NAMES: Record<keyof TaskValues, string> = {
  title: "Title",
  description: "Description",
  priority: "Priority",
  dueDate: "Due date",
  labels: "Labels",
  boardId: "Board",
};

export function emptyValues(boardId: string): TaskValues {
  return { title: "", description: "", priority: "MEDIUM", dueDate: null, labels: [], boardId };
}

export function valuesOf(task: Task): TaskValues {
  const { title, description, priority, dueDate, labels, boardId } = task;
  return { title, description, priority, dueDate, labels, boardId };
}

/** Only what is different, so that saving touches nothing else. */
export function changesBetween(before: TaskValues, after: TaskValues): UpdateTask {
  const changed = changedFields(before, after).map((field) => [field, after[field]]);
  return Object.fromEntries(changed) as UpdateTask;
}

export function changedFields(before: TaskValues, after: TaskValues): (keyof TaskValues)[] {
  const fields = Object.keys(FIELD_NAMES) as (keyof TaskValues)[];
  return fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}
