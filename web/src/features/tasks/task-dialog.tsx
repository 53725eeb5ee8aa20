/** A task at its own address: everything about it, and everything one may do with it. */
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";

import { Dialog } from "../../components/dialog.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorAlert } from "../../components/error-alert.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { LoadingLines } from "../../components/loading-lines.tsx";
import { ApiError, messageOf } from "../../lib/api/problem.ts";
import type { Task } from "../../lib/api/types.ts";
import { may } from "../../lib/permissions.ts";
import { useDeleteTask } from "../../lib/queries/task-writes.ts";
import { useTask } from "../../lib/queries/tasks.ts";
import { useActor } from "../../lib/services.ts";
import { EditTask } from "./edit-task.tsx";
import { TaskDetails } from "./task-details.tsx";

interface Props {
  taskId: string;
  onClose: () => void;
}

export function TaskDialog({ taskId, onClose }: Props) {
  const { data: task, error, refetch } = useTask(taskId);
  if (task) return <LoadedTask task={task} onClose={onClose} />;
  if (error instanceof ApiError && [403, 404, 422].includes(error.status)) {
    return (
      <Dialog title="Not found" onClose={onClose}>
        <EmptyState title="There is no such task">
          It may have been deleted, or it is not yours to see.
        </EmptyState>
      </Dialog>
    );
  }
  return (
    <Dialog title={error ? "Task" : "Loading"} size="large" onClose={onClose}>
      <div className="min-h-72 p-5">
        {error ? (
          <ErrorAlert onRetry={() => void refetch()}>{messageOf(error)}</ErrorAlert>
        ) : (
          <LoadingLines />
        )}
      </div>
    </Dialog>
  );
}

function LoadedTask({ task, onClose }: { task: Task; onClose: () => void }) {
  const [isEditing, setEditing] = useState(false);
  const leave = isEditing ? () => setEditing(false) : onClose;
  return (
    <Dialog
      title={task.title}
      size="large"
      onClose={leave}
      actions={
        !isEditing &&
        !task.deletedAt && <TaskButtons task={task} onEdit={() => setEditing(true)} onDeleted={onClose} />
      }
    >
      {isEditing ? <EditTask task={task} onDone={() => setEditing(false)} /> : <TaskDetails task={task} />}
    </Dialog>
  );
}

function TaskButtons({ task, onEdit, onDeleted }: { task: Task; onEdit: () => void; onDeleted: () => void }) {
  const actor = useActor();
  const remove = useDeleteTask();
  return (
    <>
      {may(actor, "task.update", task) && (
        <IconButton label="Edit" onClick={onEdit}>
          <Pencil size={17} aria-hidden />
        </IconButton>
      )}
      {may(actor, "task.delete", task) && (
        <IconButton
          label="Delete"
          onClick={() => {
            remove.mutate(task);
            onDeleted();
          }}
        >
          <Trash2 size={17} aria-hidden />
        </IconButton>
      )}
    </>
  );
}
