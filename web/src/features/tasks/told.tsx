/** Who was told of an event, through which channels, and what became of that. */
import type { Delivery } from "../../lib/api/types.ts";
import { clockTime } from "../../lib/dates.ts";
import { fateOf } from "./fates.ts";

const CHANNELS: Record<string, string> = {
  email: "e-mail",
  inbox: "inbox",
  slack: "message",
  webhook: "post",
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
  const { word, look, at, why } = fateOf(delivery);
  return (
    <span title={delivery.receipt ?? undefined} className="wrap-anywhere">
      {CHANNELS[delivery.channel] ?? delivery.channel} <span className={`font-medium ${look}`}>{word}</span>{" "}
      <time dateTime={at}>{clockTime(at)}</time>
      {why && <span className={look}> {why}</span>}
    </span>
  );
}
