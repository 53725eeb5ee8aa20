/** A task that was given to the reader, as a line of their list. */
import { Link } from "wouter";

import { DueBadge } from "../../components/due-badge.tsx";
import { LabelChip } from "../../components/label-chip.tsx";
import { PriorityBadge } from "../../components/priority-badge.tsx";
import { STATUS_NAMES, type TaskCard } from "../../lib/api/types.ts";

export function TeamRow({ task }: { task: TaskCard }) {
  const isDone = task.status === "COMPLETED" || task.status === "CLOSED";
  return (
    <li className="relative flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 compact:py-1.5 first:rounded-t-xl last:rounded-b-xl hover:bg-hover">
      <Link
        href={`/tasks/${task.id}`}
        state={{ from: "/my-tasks" }}
        className="min-w-0 flex-1 basis-56 wrap-anywhere after:absolute after:inset-0"
      >
        {task.title}
      </Link>
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {task.labels.slice(0, 2).map((label) => (
          <LabelChip key={label}>{label}</LabelChip>
        ))}
        <PriorityBadge priority={task.priority} />
        <span className="text-xs text-muted">{STATUS_NAMES[task.status]}</span>
        {task.dueDate && <DueBadge day={task.dueDate} isDone={isDone} />}
      </span>
    </li>
  );
}
