/** What a line was understood as; each can be taken literally instead. */
import { CalendarDays, CircleAlert, Flag, Tag, User, X } from "lucide-react";

import type { PersonRef } from "../../lib/api/types.ts";
import type { Chip } from "./parse.ts";

const ICONS = {
  priority: Flag,
  due: CalendarDays,
  label: Tag,
  person: User,
  unclear: CircleAlert,
  unknown: CircleAlert,
};

interface Props {
  chips: Chip[];
  onKeep: (chip: Chip) => void;
  onChoose: (chip: Chip, person: PersonRef) => void;
}

export function Chips({ chips, onKeep, onChoose }: Props) {
  return (
    <ul aria-label="Understood as" className="flex min-h-8 flex-wrap items-center gap-1.5 px-4">
      {chips.map((chip) => {
        const Icon = ICONS[chip.kind];
        const isOdd = chip.kind === "unclear" || chip.kind === "unknown";
        return (
          <li
            key={`${chip.kind} ${chip.word}`}
            className={`inline-flex min-h-7 items-center gap-1 rounded-full px-2 text-sm ${isOdd ? "bg-warn-soft text-warn" : "bg-accent-soft text-accent"}`}
          >
            <Icon size={14} aria-hidden />
            {chip.name}
            {chip.people?.map((person) => (
              <button
                key={person.id}
                type="button"
                className="min-h-6 rounded px-1 underline underline-offset-2"
                onClick={() => onChoose(chip, person)}
              >
                {person.name}
              </button>
            ))}
            {chip.kind !== "unknown" && (
              <button
                type="button"
                aria-label={`Keep “${chip.word}” in the title`}
                title={`Keep “${chip.word}” in the title`}
                className="-mr-1 inline-flex size-6 items-center justify-center rounded-full hover:bg-hover"
                onClick={() => onKeep(chip)}
              >
                <X size={13} aria-hidden />
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
