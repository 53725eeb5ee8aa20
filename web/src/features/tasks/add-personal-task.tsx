/** One line that becomes a personal task. */
import { useState, type SyntheticEvent } from "react";

import { Button } from "../../components/button.tsx";
import { ErrorAlert } from "../../components/error-alert.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import { useCreatePersonalTask } from "../../lib/queries/personal-tasks.ts";
import { newIntention } from "../../lib/queries/task-writes.ts";

export function AddPersonalTask() {
  const [title, setTitle] = useState("");
  const create = useCreatePersonalTask();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!title.trim()) return;
    create.mutate({ body: { title }, key: newIntention() }, { onSuccess: () => setTitle("") });
  };
  return (
    <form className="mb-2 space-y-2" onSubmit={submit}>
      {create.error && <ErrorAlert>{messageOf(create.error)}</ErrorAlert>}
      <div className="flex gap-2">
        <input
          className="input"
          aria-label="New personal task"
          placeholder="Note something for yourself"
          maxLength={200}
          value={title}
          onChange={({ target }) => setTitle(target.value)}
        />
        <Button type="submit" isBusy={create.isPending}>
          Add
        </Button>
      </div>
    </form>
  );
}
