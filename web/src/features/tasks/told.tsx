/** Who was told of an event, through which channels, and what became of that. */
import type { Delivery } from "../../lib/api/types.ts";
import { clockTime } from "../../lib/dates.ts";

const CHANNELS: Record<string, string> = {
  email: "e-mail",
  inbox: "inbox",
  slack: "message",
  webhook: "post",
};
const STATES: Record<string, { word: string; look: string }> = {
  pending: { word: "on its way", look: "text-muted" },
  sent: { word: "sent", look: "text-good" },
  failed: { word: "failed", look: "text-danger" },
  skipped: { word: "not wanted", look: "text-muted" },
};

export function Told({ deliveries }: { deliveries: Delivery[] }) {
  const people = Map.groupBy(deliveries, ({ person }) => person.id);
  if (!people.size) return null;
  return (
    <ul aria-label="Told" className="mt-1 space-y-0.5 text-xs text-muted">
      {Array.from(people.values(), (ofPerson) => (
        <li key={ofPerson[0]!.person.id} className="flex flex-wrap gap-x-3">
          <span className="text-ink">{ofPerson[0]!.person.name}</span>
          {ofPerson.map((delivery) => (
            <Outcome key={delivery.channel} delivery={delivery} />
          ))}
        </li>
      ))}
    </ul>
  );
}

function Outcome({ delivery }: { delivery: Delivery }) {
  const { channel, state, reason, updatedAt } = delivery;
  const { word, look } = STATES[state] ?? { word: state, look: "text-muted" };
  return (
    <span title={reason ?? undefined}>
      {CHANNELS[channel] ?? channel} <span className={`font-medium ${look}`}>{word}</span>{" "}
      <time dateTime={updatedAt}>{clockTime(updatedAt)}</time>
      {state === "failed" && reason && <span className="text-danger"> {reason}</span>}
    </span>
  );
}
