/** Deleted tasks, until they are gone for good. */
import { Link } from "wouter";

import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorAlert } from "../../components/error-alert.tsx";
import { LoadingLines } from "../../components/loading-lines.tsx";
import { MoreButton } from "../../components/more-button.tsx";
import { PageFrame } from "../../components/page-frame.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import { STATUS_NAMES, type TaskCard } from "../../lib/api/types.ts";
import { ago } from "../../lib/dates.ts";
import { itemsOf } from "../../lib/queries/pages.ts";
import { useRestoreTask } from "../../lib/queries/task-writes.ts";
import { useTrash } from "../../lib/queries/tasks.ts";

export function TrashPage() {
  const query = useTrash();
  const { data, error, isPending, isSuccess, refetch } = query;
  const tasks = itemsOf(data);
  return (
    <PageFrame title="Trash" description="Deleted tasks can be restored for 30 days.">
      {isPending && <LoadingLines />}
      {error && <ErrorAlert onRetry={() => void refetch()}>{messageOf(error)}</ErrorAlert>}
      {isSuccess && !tasks.length && <EmptyState title="The trash is empty" />}
      {tasks.length > 0 && (
        <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
          {tasks.map((task) => (
            <TrashRow key={task.id} task={task} />
          ))}
        </ul>
      )}
      <MoreButton query={query} className="mt-3" />
    </PageFrame>
  );
}

function TrashRow({ task }: { task: TaskCard }) {
  const restore = useRestoreTask();
  return (
    <li className="flex items-center gap-3 px-4 py-2.5 compact:py-1.5">
      <div className="min-w-0 flex-1">
        <Link href={`/tasks/${task.id}`} state={{ from: "/trash" }} className="wrap-anywhere hover:underline">
          {task.title}
        </Link>
        <p className="text-sm text-muted">
          {STATUS_NAMES[task.status]} · deleted {task.deletedAt ? ago(task.deletedAt) : ""}
        </p>
      </div>
      <Button isBusy={restore.isPending} onClick={() => restore.mutate(task.id)}>
        Restore<span className="sr-only"> {task.title}</span>
      </Button>
    </li>
  );
}
