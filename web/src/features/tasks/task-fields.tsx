/** The fields of a task's form, the same for new and known tasks. */
import { DueDateField } from "../../components/due-date-field.tsx";
import { LabelsField } from "../../components/labels-field.tsx";
import { SelectField } from "../../components/select-field.tsx";
import { TextAreaField } from "../../components/text-area-field.tsx";
import { TitleField } from "../../components/title-field.tsx";
import { PRIORITY_NAMES } from "../../lib/api/types.ts";
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
      <TitleField value={values.title} error={errors["title"]} onChange={(title) => set({ title })} />
      <TextAreaField
        label="Description"
        hint="Markdown: **bold**, lists, links, `code`."
        maxLength={10_000}
        value={values.description}
        error={errors["description"]}
        onChange={(description) => set({ description })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label="Priority"
          names={PRIORITY_NAMES}
          value={values.priority}
          onChange={(priority) => set({ priority })}
        />
        <DueDateField
          value={values.dueDate}
          error={errors["dueDate"]}
          onChange={(dueDate) => set({ dueDate })}
        />
      </div>
      <LabelsField labels={values.labels} error={errors["labels"]} onChange={(labels) => set({ labels })} />
      <BoardField value={values.boardId} onChange={(boardId) => set({ boardId })} />
    </>
  );
}

/** Boards are spoken of only once there are two. */
function BoardField({ value, onChange }: { value: string; onChange: (boardId: string) => void }) {
  const boards = useBoards().data?.filter((board) => !board.archived || board.id === value) ?? [];
  if (boards.length < 2) return null;
  const names = Object.fromEntries(boards.map(({ id, name }) => [id, name]));
  return <SelectField label="Board" names={names} value={value} onChange={onChange} />;
}
