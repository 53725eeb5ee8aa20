/** Changes one's password. */
import { useState } from "react";

import { TextField } from "../../components/text-field.tsx";
import { poolMessage } from "../../lib/cognito/messages.ts";
import { PASSWORD_HINT, PASSWORD_LENGTH } from "../../lib/cognito/password-rule.ts";
import { PoolError } from "../../lib/cognito/user-pool.ts";
import { useAttempt } from "../../lib/cognito/use-attempt.ts";
import { useServices } from "../../lib/services.ts";
import { SettingsCard } from "./settings-card.tsx";

export function PasswordForm({ email }: { email: string }) {
  const { pool, session, toasts } = useServices();
  const [previous, setPrevious] = useState("");
  const [proposed, setProposed] = useState("");
  const { error, isBusy, attempt } = useAttempt();
  const change = async () => {
    await pool.changePassword(await session.accessToken(), previous, proposed);
    setPrevious("");
    setProposed("");
    toasts.tell("Your password is changed.");
  };
  return (
    <SettingsCard
      title="Password"
      error={error}
      isBusy={isBusy}
      submitLabel="Change password"
      onSubmit={() => void attempt(change, explain)}
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
        minLength={PASSWORD_LENGTH}
        required
        value={proposed}
        onChange={setProposed}
      />
    </SettingsCard>
  );
}

function explain(failure: unknown): string {
  const isWrong = failure instanceof PoolError && failure.code === "NotAuthorizedException";
  return isWrong ? "The present password is wrong." : poolMessage(failure);
}
