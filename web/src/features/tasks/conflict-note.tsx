/** Says who changed a task while one was writing, and what; then one decides. */
import { Button } from "../../components/button.tsx";
import { LoadingLines } from "../../components/loading-lines.tsx";
import type { Task } from "../../lib/api/types.ts";
import { itemsOf } from "../../lib/queries/pages.ts";
import { useTask, useTaskEvents } from "../../lib/queries/tasks.ts";
import { inWords } from "./event-words.ts";
import { changedFields, FIELD_NAMES, valuesOf, type TaskValues } from "./task-values.ts";

interface Props {
  base: Task;
  onKeepMine: (version: number) => void;
  onDiscardMine: () => void;
}

export function ConflictNote({ base, onKeepMine, onDiscardMine }: Props) {
  const { data: current } = useTask(base.id);
  const events = itemsOf(useTaskEvents(base.id).data).filter(({ at }) => at > base.updatedAt);
  if (!current || current.version === base.version) return <LoadingLines count={1} />;
  const others = [...new Set(events.map(({ actor }) => actor.name))].join(" and ") || "Somebody";
  const before = valuesOf(base);
  const now = valuesOf(current);
  const fields = changedFields(before, now);
  return (
    <div role="alert" className="space-y-2 rounded-lg bg-warn-soft px-4 py-3 text-sm">
      <p className="font-medium">
        {others} changed this task while you were writing. Nothing of yours is lost.
      </p>
      <ul className="list-disc space-y-0.5 pl-5">
        {fields.map((field) => (
          <li key={field}>
            {FIELD_NAMES[field]} is now {shown(field, now)}.
          </li>
        ))}
        {!fields.length && events.slice(0, 3).map((event) => <li key={event.id}>{inWords(event)}.</li>)}
      </ul>
      <div className="flex flex-wrap gap-2 pt-1">
        <Button onClick={() => onKeepMine(current.version)}>Save mine all the same</Button>
        <Button onClick={onDiscardMine}>Throw mine away</Button>
      </div>
    </div>
  );
}

const LONGEST_SHOWN = 80;

function shown(field: keyof TaskValues, values: TaskValues): string {
  const value = values[field];
  const text = Array.isArray(value) ? value.join(", ") : (value ?? "");
  if (!text) return "empty";
  return `“${text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text}”`;
}
