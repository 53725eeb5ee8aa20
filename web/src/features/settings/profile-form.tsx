/** One's name, and through which channels one wants to hear of things. */
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
  const [email, setEmail] = useState(profile.preferences.email);
  const update = useUpdateProfile();
  const save = () => {
    const body = { name, preferences: { ...profile.preferences, email } };
    update.mutate(body, { onSuccess: () => toasts.tell("Saved.") });
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
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          className="size-4.5 accent-accent"
          checked={email}
          onChange={({ target }) => setEmail(target.checked)}
        />
        Send me notices by e-mail
      </label>
    </SettingsCard>
  );
}
