/** Changes a personal task. */
import { useState, type SyntheticEvent } from "react";

import { Dialog } from "../../components/dialog.tsx";
import { DueDateField } from "../../components/due-date-field.tsx";
import { ErrorAlert } from "../../components/error-alert.tsx";
import { FormButtons } from "../../components/form-buttons.tsx";
import { SelectField } from "../../components/select-field.tsx";
import { TextAreaField } from "../../components/text-area-field.tsx";
import { TitleField } from "../../components/title-field.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import type { PersonalStatus, PersonalTask } from "../../lib/api/types.ts";
import { useUpdatePersonalTask } from "../../lib/queries/personal-tasks.ts";

const STATUS_WORDS: Record<PersonalStatus, string> = {
  pending: "To do",
  in_progress: "In progress",
  done: "Done",
};

interface Props {
  task: PersonalTask;
  onClose: () => void;
}

export function PersonalTaskDialog({ task, onClose }: Props) {
  const { title, description, status, dueDate } = task;
  const [values, setValues] = useState({ title, description, status, dueDate });
  const update = useUpdatePersonalTask();
  const set = (part: Partial<typeof values>) => setValues({ ...values, ...part });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    update.mutate({ id: task.id, changes: values }, { onSuccess: onClose });
  };
  return (
    <Dialog title="Personal task" onClose={onClose}>
      <form className="space-y-4 p-5" onSubmit={submit}>
        {update.error && <ErrorAlert>{messageOf(update.error)}</ErrorAlert>}
        <TitleField value={values.title} onChange={(title) => set({ title })} />
        <TextAreaField
          label="Description"
          maxLength={10_000}
          value={values.description}
          onChange={(description) => set({ description })}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            label="Status"
            names={STATUS_WORDS}
            value={values.status}
            onChange={(status) => set({ status })}
          />
          <DueDateField value={values.dueDate} onChange={(dueDate) => set({ dueDate })} />
        </div>
        <FormButtons submitLabel="Save" isBusy={update.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
