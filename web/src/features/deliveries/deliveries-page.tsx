/** Notices that were given up: why, what would have been sent, and sending them again. */
import { Send } from "lucide-react";
import { useState } from "react";

import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorAlert } from "../../components/error-alert.tsx";
import { LoadingLines } from "../../components/loading-lines.tsx";
import { MoreButton } from "../../components/more-button.tsx";
import { PageFrame } from "../../components/page-frame.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import { useFailedDeliveries, useRedrive } from "../../lib/queries/deliveries.ts";
import { itemsOf } from "../../lib/queries/pages.ts";
import { DeliveryRow, idOf } from "./delivery-row.tsx";

const AT_ONCE = 50;

export function DeliveriesPage() {
  const query = useFailedDeliveries();
  const redrive = useRedrive();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { data, error, isPending, isSuccess, refetch } = query;
  const failed = itemsOf(data);
  const picked = failed.filter((one) => chosen.has(idOf(one)));
  const choose = (id: string, isChosen: boolean) =>
    setChosen((before) => {
      const after = new Set(before);
      if (isChosen) after.add(id);
      else after.delete(id);
      return after;
    });
  const actions = failed.length > 0 && (
    <Button
      look="primary"
      isBusy={redrive.isPending}
      onClick={() => redrive.mutate(picked.length ? picked.slice(0, AT_ONCE) : "all")}
    >
      <Send size={16} aria-hidden />
      {picked.length ? `Send ${Math.min(picked.length, AT_ONCE)} again` : "Send all again"}
    </Button>
  );
  return (
    <PageFrame
      title="Failed deliveries"
      description="Notices that did not reach somebody, and why."
      actions={actions}
    >
      {isPending && <LoadingLines />}
      {error && <ErrorAlert onRetry={() => void refetch()}>{messageOf(error)}</ErrorAlert>}
      {isSuccess && !failed.length && <EmptyState title="No delivery has failed" />}
      {failed.length > 0 && (
        <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
          {failed.map((one) => (
            <DeliveryRow
              key={idOf(one)}
              failed={one}
              isChosen={chosen.has(idOf(one))}
              onChoose={(isChosen) => choose(idOf(one), isChosen)}
            />
          ))}
        </ul>
      )}
      <MoreButton query={query} className="mt-3" />
    </PageFrame>
  );
}
