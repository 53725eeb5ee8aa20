/** What a board is filtered by, besides words. */
import { PRIORITY_NAMES, STATUS_NAMES, type PersonRef, type TaskCard } from "../../lib/api/types.ts";
import { compareText } from "../../lib/compare-text.ts";
import { useActor } from "../../lib/services.ts";
import type { Due, Filter } from "./filter.ts";

const DUE_NAMES: Record<Due, string> = {
  overdue: "Overdue",
  today: "Today",
  week: "Next 7 days",
  none: "No due date",
};

interface Props {
  filter: Filter;
  cards: TaskCard[];
  onChange: (part: Partial<Filter>) => void;
}

export function FilterChoices({ filter, cards, onChange }: Props) {
  const { id: userId } = useActor();
  const labels = [...new Set(cards.flatMap((card) => card.labels))].sort(compareText);
  return (
    <div className="grid basis-full grid-cols-2 gap-2 sm:flex sm:flex-wrap">
      <Choice
        label="Status"
        any="Any status"
        value={filter.status}
        names={STATUS_NAMES}
        onChange={(status) => onChange({ status: status as Filter["status"] })}
      />
      <Choice
        label="Priority"
        any="Any priority"
        value={filter.priority}
        names={PRIORITY_NAMES}
        onChange={(priority) => onChange({ priority: priority as Filter["priority"] })}
      />
      <Choice
        label="Person"
        any="Anybody"
        value={filter.assignee}
        names={{ me: "Me", none: "Nobody", ...namesOf(cards, userId) }}
        onChange={(assignee) => onChange({ assignee })}
      />
      <Choice
        label="Label"
        any="Any label"
        value={filter.label}
        names={Object.fromEntries(labels.map((label) => [label, label]))}
        onChange={(label) => onChange({ label })}
      />
      <Choice
        label="Due"
        any="Due any time"
        value={filter.due}
        names={DUE_NAMES}
        onChange={(due) => onChange({ due: due as Filter["due"] })}
      />
    </div>
  );
}

function namesOf(cards: TaskCard[], except: string): Record<string, string> {
  const people = cards.flatMap<PersonRef>((card) => card.assignees).filter(({ id }) => id !== except);
  const named = [...new Map(people.map(({ id, name }) => [id, name]))];
  return Object.fromEntries(named.sort(([, a], [, b]) => compareText(a, b)));
}

interface ChoiceProps {
  label: string;
  /** What choosing nothing is called. */
  any: string;
  value: string;
  names: Record<string, string>;
  onChange: (value: string) => void;
}

function Choice({ label, any, value, names, onChange }: ChoiceProps) {
  // An address may name somebody or something that is not on the board just now.
  const shown = !value || value in names ? names : { ...names, [value]: value };
  return (
    <select
      aria-label={label}
      className={`input min-h-9 w-full py-1 text-sm sm:w-auto sm:max-w-44 ${value ? "border-accent font-medium" : ""}`}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    >
      <option value="">{any}</option>
      {Object.entries(shown).map(([value, name]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </select>
  );
}
