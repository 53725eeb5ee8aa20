/** Changes what a task says; never loses what was typed, also when somebody else was faster. */
import { useState, type SyntheticEvent } from "react";

import { ErrorAlert } from "../../components/error-alert.tsx";
import { FormButtons } from "../../components/form-buttons.tsx";
import { ApiError, messageOf } from "../../lib/api/problem.ts";
import type { Task } from "../../lib/api/types.ts";
import { useEditTask, useRevertEdit } from "../../lib/queries/task-writes.ts";
import { useTellChange } from "../../lib/undo.ts";
import { ConflictNote } from "./conflict-note.tsx";
import { TaskFields } from "./task-fields.tsx";
import { changesBetween, valuesOf } from "./task-values.ts";

interface Props {
  task: Task;
  onDone: () => void;
}

export function EditTask({ task, onDone }: Props) {
  // The task as it was when the writing began; what comes in meanwhile must not touch the form.
  const [base] = useState(task);
  const [values, setValues] = useState(() => valuesOf(task));
  const edit = useEditTask();
  const { mutate: revert } = useRevertEdit();
  const tell = useTellChange();
  const save = (version: number) => {
    const changes = changesBetween(valuesOf(base), values);
    if (!Object.keys(changes).length) return onDone();
    const onSuccess = (saved: Task) => {
      const before = {
        taskId: task.id,
        version: saved.version,
        changes: changesBetween(values, valuesOf(base)),
      };
      tell({ text: `Changed “${saved.title}”.`, takeBack: () => revert(before) });
      onDone();
    };
    edit.mutate({ taskId: task.id, version, changes }, { onSuccess });
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save(base.version);
  };
  const isConflict = edit.error instanceof ApiError && edit.error.status === 412;
  return (
    <form className="space-y-4 p-5" onSubmit={submit}>
      {task.version > base.version && !isConflict && !edit.isPending && <ChangedNote />}
      {isConflict && <ConflictNote base={base} onKeepMine={save} onDiscardMine={onDone} />}
      {edit.error && !isConflict && <ErrorAlert>{messageOf(edit.error)}</ErrorAlert>}
      <TaskFields
        values={values}
        errors={edit.error instanceof ApiError ? edit.error.fields : {}}
        onChange={setValues}
      />
      <FormButtons submitLabel="Save" isBusy={edit.isPending} onCancel={onDone} />
    </form>
  );
}

function ChangedNote() {
  return (
    <p role="status" className="rounded-lg bg-warn-soft px-4 py-2 text-sm">
      Somebody has changed this task while you are writing. Nothing of yours is lost: you are asked when you
      save.
    </p>
  );
}
