/** A task as one reads it. */
import type { ReactNode } from "react";

import { Button } from "../../components/button.tsx";
import { LabelChip } from "../../components/label-chip.tsx";
import { Markdown } from "../../components/markdown.tsx";
import { PRIORITY_NAMES, STATUS_NAMES, STATUSES, type Status, type Task } from "../../lib/api/types.ts";
import { ago, clockTime, fullDay } from "../../lib/dates.ts";
import { may, moveAction } from "../../lib/permissions.ts";
import { useBoards } from "../../lib/queries/boards.ts";
import { useAssignments, useMoveTask, useRestoreTask } from "../../lib/queries/task-writes.ts";
import { useActor } from "../../lib/services.ts";
import { AssigneesField } from "./assignees-field.tsx";
import { Comments } from "./comments.tsx";
import { History } from "./history.tsx";

export function TaskDetails({ task }: { task: Task }) {
  const actor = useActor();
  return (
    <>
      {task.deletedAt && <DeletedBar task={task} />}
      <div className="grid gap-x-8 gap-y-6 p-5 md:grid-cols-[1fr_15rem]">
        <div className="min-w-0 space-y-6">
          {task.description ? (
            <Markdown>{task.description}</Markdown>
          ) : (
            <p className="text-muted">No description</p>
          )}
          {may(actor, "comment.read", task) && <Comments task={task} />}
          <History taskId={task.id} />
        </div>
        <Facts task={task} />
      </div>
    </>
  );
}

function DeletedBar({ task }: { task: Task }) {
  const actor = useActor();
  const restore = useRestoreTask();
  return (
    <div className="flex flex-wrap items-center gap-3 bg-warn-soft px-5 py-2 text-sm text-warn">
      <p className="flex-1">This task is in the trash.</p>
      {may(actor, "task.restore", task) && (
        <Button isBusy={restore.isPending} onClick={() => restore.mutate(task.id)}>
          Restore
        </Button>
      )}
    </div>
  );
}

function Facts({ task }: { task: Task }) {
  const boards = useBoards().data ?? [];
  return (
    <dl className="order-first grid grid-cols-2 content-start gap-4 text-sm md:order-last md:grid-cols-1">
      <Fact name="Status">
        <StatusField task={task} />
      </Fact>
      <Fact name="Assignees">
        <Assignees task={task} />
      </Fact>
      <Fact name="Priority">{PRIORITY_NAMES[task.priority]}</Fact>
      <Fact name="Due">{task.dueDate ? fullDay(task.dueDate) : "No due date"}</Fact>
      {task.labels.length > 0 && (
        <Fact name="Labels">
          <span className="flex flex-wrap gap-1">
            {task.labels.map((label) => (
              <LabelChip key={label}>{label}</LabelChip>
            ))}
          </span>
        </Fact>
      )}
      {boards.length > 1 && (
        <Fact name="Board">{boards.find(({ id }) => id === task.boardId)?.name ?? "–"}</Fact>
      )}
      <Fact name="Created">
        <span title={clockTime(task.createdAt)}>
          {ago(task.createdAt)} by {task.createdBy.name}
        </span>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="mb-1 font-medium text-muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function StatusField({ task }: { task: Task }) {
  const actor = useActor();
  const move = useMoveTask();
  const open = STATUSES.filter(
    (status) => status === task.status || may(actor, moveAction(task.status, status), task),
  );
  if (task.deletedAt || open.length < 2) return STATUS_NAMES[task.status];
  return (
    <select
      className="input"
      aria-label="Status"
      value={task.status}
      onChange={({ target }) => move({ task, status: target.value as Status })}
    >
      {open.map((status) => (
        <option key={status} value={status}>
          {STATUS_NAMES[status]}
        </option>
      ))}
    </select>
  );
}

function Assignees({ task }: { task: Task }) {
  const actor = useActor();
  const { assign, unassign } = useAssignments(task);
  if (task.deletedAt || !may(actor, "task.assign", task)) return <AssigneesField people={task.assignees} />;
  return <AssigneesField people={task.assignees} onAdd={assign} onRemove={unassign} />;
}
