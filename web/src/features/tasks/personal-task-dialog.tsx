/** Changes a personal task. */
import { useState, type SyntheticEvent } from "react";

import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorAlert } from "../../components/error-alert.tsx";
import { Field } from "../../components/field.tsx";
import { TextField } from "../../components/text-field.tsx";
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
        <TextField
          label="Title"
          required
          autoFocus
          maxLength={200}
          value={values.title}
          onChange={(title) => set({ title })}
        />
        <Field label="Description">
          {(control) => (
            <textarea
              className="input min-h-24 resize-y"
              maxLength={10_000}
              value={values.description}
              onChange={({ target }) => set({ description: target.value })}
              {...control}
            />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Status">
            {(control) => (
              <select
                className="input"
                value={values.status}
                onChange={({ target }) => set({ status: target.value as PersonalStatus })}
                {...control}
              >
                {Object.entries(STATUS_WORDS).map(([value, word]) => (
                  <option key={value} value={value}>
                    {word}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <TextField
            label="Due date"
            type="date"
            value={values.dueDate ?? ""}
            onChange={(day) => set({ dueDate: day || null })}
          />
        </div>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" isBusy={update.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
