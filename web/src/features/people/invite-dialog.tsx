/** Asks somebody to join; they get a mail with a temporary password. */
import { useState, type SyntheticEvent } from "react";

import { Dialog } from "../../components/dialog.tsx";
import { ErrorAlert } from "../../components/error-alert.tsx";
import { FormButtons } from "../../components/form-buttons.tsx";
import { SelectField } from "../../components/select-field.tsx";
import { TextField } from "../../components/text-field.tsx";
import { ApiError, messageOf } from "../../lib/api/problem.ts";
import { ROLE_NAMES, type Role } from "../../lib/api/types.ts";
import { useInvite } from "../../lib/queries/people.ts";
import { randomId } from "../../lib/random-id.ts";
import { useServices } from "../../lib/services.ts";

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { toasts } = useServices();
  const [values, setValues] = useState({ name: "", email: "", role: "MEMBER" as Role });
  const [key, setKey] = useState(randomId);
  const invite = useInvite();
  const set = (part: Partial<typeof values>) => {
    setValues({ ...values, ...part });
    setKey(randomId());
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const onSuccess = () => {
      toasts.tell(`Invited ${values.name}. A mail is on its way.`);
      onClose();
    };
    invite.mutate({ ...values, key }, { onSuccess });
  };
  const errors = invite.error instanceof ApiError ? invite.error.fields : {};
  return (
    <Dialog title="Invite somebody" onClose={onClose}>
      <form className="space-y-4 p-5" onSubmit={submit}>
        {invite.error && <ErrorAlert>{messageOf(invite.error)}</ErrorAlert>}
        <TextField
          label="Name"
          required
          autoFocus
          maxLength={100}
          value={values.name}
          error={errors["name"]}
          onChange={(name) => set({ name })}
        />
        <TextField
          label="E-mail"
          type="email"
          required
          value={values.email}
          error={errors["email"]}
          onChange={(email) => set({ email })}
        />
        <SelectField label="Role" names={ROLE_NAMES} value={values.role} onChange={(role) => set({ role })} />
        <FormButtons submitLabel="Invite" isBusy={invite.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
