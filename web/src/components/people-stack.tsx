/** A few people side by side; the rest as a number. */
import type { PersonRef } from "../lib/api/types.ts";
import { Avatar } from "./avatar.tsx";

const SHOWN = 3;

export function PeopleStack({ people }: { people: readonly PersonRef[] }) {
  const rest = people.slice(SHOWN);
  if (!people.length) return null;
  return (
    <span className="flex items-center -space-x-0.5">
      {people.slice(0, SHOWN).map((person) => (
        <Avatar key={person.id} name={person.name} />
      ))}
      {rest.length > 0 && (
        <span
          role="img"
          aria-label={`and ${rest.map((person) => person.name).join(", ")}`}
          title={rest.map((person) => person.name).join(", ")}
          className="pl-2.5 text-xs text-muted"
        >
          +{rest.length}
        </span>
      )}
    </span>
  );
}
