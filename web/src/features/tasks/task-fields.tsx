/** The fields of a task's form, the same for new and known tasks. */
import { Field } from "../../components/field.tsx";
import { LabelsField } from "../../components/labels-field.tsx";
import { TextField } from "../../components/text-field.tsx";
import { PRIORITIES, PRIORITY_NAMES, type Priority } from "../../lib/api/types.ts";
import { useBoards } from "../../lib/queries/boards.ts";
import type { TaskValues } from "./task-values.ts";

interface Props {
  values: TaskValues;
  errors: Record<string, string>;
  onChange: (values: TaskValues) => void;
}

export function TaskFields({ values, errors, onChange }: Props) {
  const set = (part: Partial<TaskValues>) => onChange({ ...values, ...part });
  return (
    <>
      <TextField
        label="Title"
        required
        autoFocus
        maxLength={200}
        value={values.title}
        error={errors["title"]}
        onChange={(title) => set({ title })}
      />
      <Field
        label="Description"
        hint="Markdown: **bold**, lists, links, `code`."
        error={errors["description"]}
      >
        {(control) => (
          <textarea
            className="input min-h-28 resize-y"
            maxLength={10_000}
            value={values.description}
            onChange={({ target }) => set({ description: target.value })}
            {...control}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <PriorityField value={values.priority} onChange={(priority) => set({ priority })} />
        <TextField
          label="Due date"
          type="date"
          value={values.dueDate ?? ""}
          error={errors["dueDate"]}
          onChange={(day) => set({ dueDate: day || null })}
        />
      </div>
      <LabelsField labels={values.labels} error={errors["labels"]} onChange={(labels) => set({ labels })} />
      <BoardField value={values.boardId} onChange={(boardId) => set({ boardId })} />
    </>
  );
}

function PriorityField({ value, onChange }: { value: Priority; onChange: (priority: Priority) => void }) {
  return (
    <Field label="Priority">
      {(control) => (
        <select
          className="input"
          value={value}
          onChange={({ target }) => onChange(target.value as Priority)}
          {...control}
        >
          {PRIORITIES.map((priority) => (
            <option key={priority} value={priority}>
              {PRIORITY_NAMES[priority]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Boards are spoken of only once there are two. */
function BoardField({ value, onChange }: { value: string; onChange: (boardId: string) => void }) {
  const boards = useBoards().data?.filter((board) => !board.archived || board.id === value) ?? [];
  if (boards.length < 2) return null;
  return (
    <Field label="Board">
      {(control) => (
        <select
          className="input"
          value={value}
          onChange={({ target }) => onChange(target.value)}
          {...control}
        >
          {boards.map((board) => (
            <option key={board.id} value={board.id}>
              {board.name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
