/** One status of a board, with its cards. */
import { useId } from "react";

import { ErrorAlert } from "../../components/error-alert.tsx";
import { LoadingLines } from "../../components/loading-lines.tsx";
import { MoreButton } from "../../components/more-button.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import { STATUS_NAMES, type Status, type TaskCard } from "../../lib/api/types.ts";
import { Card, type CardActions } from "./card.tsx";
import type { useBoard } from "./use-board.ts";
import { useColumnDrop } from "./use-column-drop.ts";

const DOTS: Record<Status, string> = {
  OPEN: "bg-edge",
  IN_PROGRESS: "bg-accent",
  UNDER_REVIEW: "bg-violet",
  COMPLETED: "bg-good",
  CLOSED: "bg-line ring-1 ring-edge",
};

interface Props {
  status: Status;
  cards: TaskCard[];
  query: ReturnType<typeof useBoard>["columns"][Status];
  /** Those that the filter takes out. They stay, unseen: to make hundreds of cards anew takes long. */
  hidden: TaskCard[];
  isFiltering: boolean;
  grabbedId: string | undefined;
  actions: CardActions;
}

export function Column({ status, cards, hidden, isFiltering, query, grabbedId, actions }: Props) {
  const headingId = useId();
  const { ref, list, isOver } = useColumnDrop(status, (dragged) => actions.canTake(dragged, status));
  const all = cards.length + hidden.length;
  const known = query.hasNextPage ? `${all}+` : all;
  return (
    <section
      ref={ref}
      aria-labelledby={headingId}
      className={`flex max-h-full min-h-40 w-[min(19rem,84vw)] shrink-0 snap-center flex-col rounded-xl bg-sunken transition-colors lg:w-auto lg:min-w-52 lg:flex-1 ${isOver ? "ring-2 ring-accent/40 ring-inset" : ""}`}
    >
      <h2
        id={headingId}
        className="flex items-center gap-2 px-3 pt-3 pb-2 compact:pt-2 compact:pb-1.5 text-sm font-semibold"
      >
        <span aria-hidden className={`size-2 rounded-full ${DOTS[status]}`} />
        {STATUS_NAMES[status]}
        {query.isSuccess && (
          <span className="font-normal text-muted">
            {isFiltering ? `${cards.length} of ${known}` : known}
            <span className="sr-only"> tasks</span>
          </span>
        )}
      </h2>
      <ul
        ref={list}
        className="relative min-h-0 flex-1 space-y-2 compact:space-y-1 overflow-y-auto px-2 pt-0.5 pb-2"
      >
        {[...cards, ...hidden].map((card, index) => (
          <li key={card.id} hidden={index >= cards.length}>
            <Card card={card} isGrabbed={card.id === grabbedId} actions={actions} />
          </li>
        ))}
        <li className="empty:hidden">
          <ColumnEnd query={query} isEmpty={cards.length === 0} />
        </li>
      </ul>
    </section>
  );
}

function ColumnEnd({ query, isEmpty }: { query: Props["query"]; isEmpty: boolean }) {
  if (query.isError)
    return <ErrorAlert onRetry={() => void query.refetch()}>{messageOf(query.error)}</ErrorAlert>;
  if (query.isPending) return <LoadingLines count={3} />;
  if (query.hasNextPage) return <MoreButton query={query} className="w-full" />;
  return isEmpty ? <p className="px-1 py-3 text-center text-sm text-muted">No tasks</p> : null;
}
