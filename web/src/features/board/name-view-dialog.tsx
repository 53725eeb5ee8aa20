/** Gives a name to what the board shows now. */
import { useState, type SyntheticEvent } from "react";

import { Dialog } from "../../components/dialog.tsx";
import { FormButtons } from "../../components/form-buttons.tsx";
import { TextField } from "../../components/text-field.tsx";
import { useActor } from "../../lib/services.ts";
import { saveView } from "../../lib/views.ts";

interface Props {
  address: string;
  onClose: () => void;
}

export function NameViewDialog({ address, onClose }: Props) {
  const { id: userId } = useActor();
  const [name, setName] = useState("");
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    saveView(userId, { name: name.trim(), address });
    onClose();
  };
  return (
    <Dialog title="Save this view" onClose={onClose}>
      <form className="space-y-4 p-5" onSubmit={submit}>
        <TextField
          label="Name"
          hint="Kept in this browser, for you alone."
          required
          pattern=".*\S.*"
          maxLength={50}
          autoFocus
          value={name}
          onChange={setName}
        />
        <FormButtons submitLabel="Save" isBusy={false} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
