/** What happened to a task, and who was told of it, how and when. */
import { ErrorAlert } from "../../components/error-alert.tsx";
import { LoadingLines } from "../../components/loading-lines.tsx";
import { MoreButton } from "../../components/more-button.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import type { TaskEvent } from "../../lib/api/types.ts";
import { ago, clockTime } from "../../lib/dates.ts";
import { itemsOf } from "../../lib/queries/pages.ts";
import { useTaskEvents } from "../../lib/queries/tasks.ts";
import { inWords } from "./event-words.ts";
import { Told } from "./told.tsx";

export function History({ taskId }: { taskId: string }) {
  const query = useTaskEvents(taskId);
  const { data, error, isPending, refetch } = query;
  return (
    <section aria-label="History">
      <h3 className="mb-2 font-semibold">History</h3>
      {isPending && <LoadingLines count={2} />}
      {error && <ErrorAlert onRetry={() => void refetch()}>{messageOf(error)}</ErrorAlert>}
      <ol className="space-y-3 border-l border-line pl-4">
        {itemsOf(data).map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </ol>
      <MoreButton query={query} className="mt-2">
        Earlier
      </MoreButton>
    </section>
  );
}

function EventRow({ event }: { event: TaskEvent }) {
  return (
    <li className="relative text-sm">
      <span
        aria-hidden
        className="absolute top-1.5 -left-[calc(1rem+4.5px)] size-2 rounded-full bg-edge ring-4 ring-surface"
      />
      <p className="wrap-anywhere">
        {inWords(event)}{" "}
        <time dateTime={event.at} title={clockTime(event.at)} className="whitespace-nowrap text-muted">
          · {ago(event.at)}
        </time>
      </p>
      <Told deliveries={event.deliveries} />
    </li>
  );
}
