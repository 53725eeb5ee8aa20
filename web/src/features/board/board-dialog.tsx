/** Names a board, new or known. */
import { useState, type SyntheticEvent } from "react";
import { useLocation } from "wouter";

import { Dialog } from "../../components/dialog.tsx";
import { ErrorAlert } from "../../components/error-alert.tsx";
import { FormButtons } from "../../components/form-buttons.tsx";
import { TextField } from "../../components/text-field.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import type { Board } from "../../lib/api/types.ts";
import { useCreateBoard, useUpdateBoard } from "../../lib/queries/boards.ts";
import { randomId } from "../../lib/random-id.ts";

interface Props {
  /** `null` for a new one. */
  board: Board | null;
  onClose: () => void;
}

export function BoardDialog({ board, onClose }: Props) {
  const [, navigate] = useLocation();
  const [name, setName] = useState(board?.name ?? "");
  const [key] = useState(randomId);
  const create = useCreateBoard();
  const rename = useUpdateBoard(board?.id ?? "");
  const error = create.error ?? rename.error;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (board) return rename.mutate({ name }, { onSuccess: onClose });
    create.mutate(
      { name, key },
      {
        onSuccess: (made) => {
          onClose();
          navigate(`/boards/${made.id}`);
        },
      },
    );
  };
  return (
    <Dialog title={board ? "Rename board" : "New board"} onClose={onClose}>
      <form className="space-y-4 p-5" onSubmit={submit}>
        {error && <ErrorAlert>{messageOf(error)}</ErrorAlert>}
        <TextField label="Name" required maxLength={100} autoFocus value={name} onChange={setName} />
        <FormButtons
          submitLabel={board ? "Rename" : "Create"}
          isBusy={create.isPending || rename.isPending}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
