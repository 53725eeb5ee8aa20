/** One's name. */
import { useState } from "react";

import { TextField } from "../../components/text-field.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import type { Profile } from "../../lib/api/types.ts";
import { useUpdateProfile } from "../../lib/queries/profile.ts";
import { useServices } from "../../lib/services.ts";
import { SettingsCard } from "./settings-card.tsx";

export function ProfileForm({ profile }: { profile: Profile }) {
  const { toasts } = useServices();
  const [name, setName] = useState(profile.name);
  const update = useUpdateProfile();
  const save = () => {
    update.mutate({ name }, { onSuccess: () => toasts.tell("Saved.") });
  };
  return (
    <SettingsCard
      title="You"
      error={update.error && messageOf(update.error)}
      isBusy={update.isPending}
      submitLabel="Save"
      onSubmit={save}
    >
      <TextField label="Name" autoComplete="name" required maxLength={100} value={name} onChange={setName} />
      <p className="text-sm text-muted">{profile.email}</p>
    </SettingsCard>
  );
}
