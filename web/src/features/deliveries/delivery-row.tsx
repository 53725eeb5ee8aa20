/** One failed delivery: to whom, through what, why not, and what it would have said. */
import { Button } from "../../components/button.tsx";
import type { FailedDelivery } from "../../lib/api/types.ts";
import { ago } from "../../lib/dates.ts";
import { useRedrive } from "../../lib/queries/deliveries.ts";

interface Props {
  failed: FailedDelivery;
  isChosen: boolean;
  onChoose: (isChosen: boolean) => void;
}

export function idOf({ eventId, channel, person }: FailedDelivery): string {
  return `${eventId}/${channel}/${person.id}`;
}

export function DeliveryRow({ failed, isChosen, onChoose }: Props) {
  const redrive = useRedrive();
  const { person, channel, reason, attemptsInAll, updatedAt, news } = failed;
  const text = news?.text ?? "Nobody knows any more what it was about.";
  return (
    <li className="flex items-center gap-3 px-4 py-2.5 compact:py-1.5">
      <input
        type="checkbox"
        className="size-4 shrink-0 accent-accent"
        aria-label={`Choose ${channel} to ${person.name}: ${text}`}
        checked={isChosen}
        onChange={(event) => onChoose(event.target.checked)}
      />
      <div className="min-w-0 flex-1">
        <p className="wrap-anywhere">{text}</p>
        <p className="text-sm text-muted wrap-anywhere">
          {channel} to {person.name} · {ago(updatedAt)} · tried {times(attemptsInAll)}
        </p>
        {reason && <p className="text-sm text-danger wrap-anywhere">{reason}</p>}
      </div>
      <Button isBusy={redrive.isPending} onClick={() => redrive.mutate([failed])}>
        Send again
        <span className="sr-only">
          {" "}
          by {channel} to {person.name}: {text}
        </span>
      </Button>
    </li>
  );
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
