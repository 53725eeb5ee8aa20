/** Writes a new task, and gives it to people. */
import { useState, type SyntheticEvent } from "react";
import { useSearchParams } from "wouter";

import { Dialog } from "../../components/dialog.tsx";
import { ErrorAlert } from "../../components/error-alert.tsx";
import { FormButtons } from "../../components/form-buttons.tsx";
import { ApiError, messageOf } from "../../lib/api/problem.ts";
import type { PersonRef } from "../../lib/api/types.ts";
import { MAIN_BOARD } from "../../lib/queries/boards.ts";
import { newIntention, useCreateTask } from "../../lib/queries/task-writes.ts";
import { useServices } from "../../lib/services.ts";
import { AssigneesField } from "./assignees-field.tsx";
import { TaskFields } from "./task-fields.tsx";
import { emptyValues } from "./task-values.ts";

export function NewTaskDialog({ onClose }: { onClose: () => void }) {
  const [query] = useSearchParams();
  const { toasts } = useServices();
  const [values, setValues] = useState(() => emptyValues(query.get("board") ?? MAIN_BOARD));
  const [people, setPeople] = useState<PersonRef[]>([]);
  const [key, renewKey] = useState(newIntention);
  const create = useCreateTask();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const body = { ...values, assigneeIds: people.map(({ id }) => id) };
    const onSuccess = () => {
      toasts.tell(`Created “${values.title.trim()}”.`);
      onClose();
    };
    // A corrected text is another intention; the same key would be refused for it.
    create.mutate(
      { body, key },
      { onSuccess, onError: (error) => error instanceof ApiError && renewKey(newIntention()) },
    );
  };
  return (
    <Dialog title="New task" onClose={onClose}>
      <form className="space-y-4 p-5" onSubmit={submit}>
        {create.error && <ErrorAlert>{messageOf(create.error)}</ErrorAlert>}
        <TaskFields
          values={values}
          errors={create.error instanceof ApiError ? create.error.fields : {}}
          onChange={setValues}
        />
        <div>
          <p className="mb-1 text-sm font-medium">Assignees</p>
          <AssigneesField
            people={people}
            onAdd={(person) => setPeople([...people, person])}
            onRemove={(person) => setPeople(people.filter(({ id }) => id !== person.id))}
          />
        </div>
        <FormButtons submitLabel="Create task" isBusy={create.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
