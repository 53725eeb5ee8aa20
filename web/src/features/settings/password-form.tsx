/** Changes one's password. */
import { useState } from "react";

import { TextField } from "../../components/text-field.tsx";
import { poolMessage } from "../../lib/cognito/messages.ts";
import { PASSWORD_HINT } from "../../lib/cognito/password-rule.ts";
import { PoolError } from "../../lib/cognito/user-pool.ts";
import { useServices } from "../../lib/services.ts";
import { SettingsCard } from "./settings-card.tsx";

export function PasswordForm({ email }: { email: string }) {
  const { pool, session, toasts } = useServices();
  const [previous, setPrevious] = useState("");
  const [proposed, setProposed] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const change = async () => {
    setBusy(true);
    setError(null);
    try {
      await pool.changePassword(await session.accessToken(), previous, proposed);
      setPrevious("");
      setProposed("");
      toasts.tell("Your password is changed.");
    } catch (failure) {
      const isWrong = failure instanceof PoolError && failure.code === "NotAuthorizedException";
      setError(isWrong ? "The present password is wrong." : poolMessage(failure));
    }
    setBusy(false);
  };
  return (
    <SettingsCard
      title="Password"
      error={error}
      isBusy={isBusy}
      submitLabel="Change password"
      onSubmit={() => void change()}
    >
      {/* Tells password managers whose password this is. */}
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <TextField
        label="Present password"
        type="password"
        autoComplete="current-password"
        required
        value={previous}
        onChange={setPrevious}
      />
      <TextField
        label="New password"
        type="password"
        autoComplete="new-password"
        hint={PASSWORD_HINT}
        minLength={10}
        required
        value={proposed}
        onChange={setProposed}
      />
    </SettingsCard>
  );
}
