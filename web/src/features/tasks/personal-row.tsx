/** A personal task, marked as such, as a line of its owner's list. */
import { Lock, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";

import { DueBadge } from "../../components/due-badge.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import type { PersonalTask } from "../../lib/api/types.ts";
import { useDeletePersonalTask, useUpdatePersonalTask } from "../../lib/queries/personal-tasks.ts";
import { useServices } from "../../lib/services.ts";
import { PersonalTaskDialog } from "./personal-task-dialog.tsx";

export function PersonalRow({ task }: { task: PersonalTask }) {
  const [isOpen, setOpen] = useState(false);
  const { toasts } = useServices();
  const update = useUpdatePersonalTask();
  const remove = useDeletePersonalTask();
  const isDone = task.status === "done";
  const onError = (error: Error) => toasts.complain(messageOf(error));
  const setDone = (done: boolean) =>
    update.mutate({ id: task.id, changes: { status: done ? "done" : "pending" } }, { onError });
  return (
    <li className="flex items-center gap-3 px-4 py-1.5">
      <input
        type="checkbox"
        className="size-4.5 accent-accent"
        aria-label={`Done: ${task.title}`}
        checked={isDone}
        onChange={({ target }) => setDone(target.checked)}
      />
      <span className={`min-w-0 flex-1 wrap-anywhere ${isDone ? "text-muted line-through" : ""}`}>
        {task.title}
      </span>
      {task.status === "in_progress" && <span className="text-xs text-muted">In progress</span>}
      {task.dueDate && <DueBadge day={task.dueDate} isDone={isDone} />}
      <span className="inline-flex items-center gap-1 rounded bg-accent-soft px-1.5 py-0.5 text-xs text-accent">
        <Lock size={12} aria-hidden />
        Personal
      </span>
      <span className="flex">
        <IconButton label={`Edit ${task.title}`} onClick={() => setOpen(true)}>
          <Pencil size={15} aria-hidden />
        </IconButton>
        <IconButton label={`Delete ${task.title}`} onClick={() => remove.mutate(task, { onError })}>
          <Trash2 size={15} aria-hidden />
        </IconButton>
      </span>
      {isOpen && <PersonalTaskDialog task={task} onClose={() => setOpen(false)} />}
    </li>
  );
}
