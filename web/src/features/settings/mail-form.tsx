/** When mail comes, and about what. */
import { useState } from "react";

import { SelectField } from "../../components/select-field.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import type { Profile } from "../../lib/api/types.ts";
import { useUpdateProfile } from "../../lib/queries/profile.ts";
import { useServices } from "../../lib/services.ts";
import { HOURS, KIND_NAMES, KINDS, WHEN_NAMES, type Preferences } from "./mail-wishes.ts";
import { QuietHoursFields } from "./quiet-hours-fields.tsx";
import { SettingsCard } from "./settings-card.tsx";
import { TimeZoneField } from "./time-zone-field.tsx";

export function MailForm({ profile }: { profile: Profile }) {
  const { toasts } = useServices();
  const [wishes, setWishes] = useState(profile.preferences);
  const update = useUpdateProfile();
  const wish = (part: Partial<Preferences>) => setWishes({ ...wishes, ...part });
  const save = () => {
    const body = { name: profile.name, preferences: wishes };
    update.mutate(body, { onSuccess: () => toasts.tell("Saved.") });
  };
  return (
    <SettingsCard
      title="Mail"
      error={update.error && messageOf(update.error)}
      isBusy={update.isPending}
      submitLabel="Save mail settings"
      onSubmit={save}
    >
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          className="size-4.5 accent-accent"
          checked={wishes.email}
          onChange={({ target }) => wish({ email: target.checked })}
        />
        Send me notices by e-mail
      </label>
      {wishes.email && (
        <>
          {KINDS.map((kind) => (
            <SelectField
              key={kind}
              label={KIND_NAMES[kind]}
              value={wishes.mail[kind]}
              names={WHEN_NAMES}
              onChange={(when) => wish({ mail: { ...wishes.mail, [kind]: when } })}
            />
          ))}
          <QuietHoursFields hours={wishes.quietHours} onChange={(quietHours) => wish({ quietHours })} />
        </>
      )}
      <SelectField
        label="Digests and reminders come at"
        value={String(wishes.digestHour)}
        names={HOURS}
        onChange={(hour) => wish({ digestHour: Number(hour) })}
      />
      <TimeZoneField zone={wishes.timeZone} onChange={(timeZone) => wish({ timeZone })} />
    </SettingsCard>
  );
}
