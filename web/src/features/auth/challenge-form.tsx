/** What the user pool asks for between the password and the tokens: a new password, or a code. */
import { useState } from "react";

import type { SignInAnswer } from "../../lib/cognito/user-pool.ts";
import { useServices } from "../../lib/services.ts";
import { AuthCard } from "./auth-card.tsx";
import { CodeField, NewPasswordField } from "./fields.tsx";
import { useAttempt } from "../../lib/cognito/use-attempt.ts";

export interface Challenge {
  name: string;
  session: string;
  email: string;
}

interface Props {
  challenge: Challenge;
  onAnswered: (answer: SignInAnswer) => void;
  onCancel: () => void;
}

export function ChallengeForm({ challenge, onAnswered, onCancel }: Props) {
  const { pool } = useServices();
  const [value, setValue] = useState("");
  const { error, isBusy, attempt } = useAttempt();
  const isPassword = challenge.name === "NEW_PASSWORD_REQUIRED";
  const field = isPassword ? "NEW_PASSWORD" : "SOFTWARE_TOKEN_MFA_CODE";
  const submit = async () => {
    const answers = { USERNAME: challenge.email, [field]: isPassword ? value : value.trim() };
    onAnswered(await pool.answerChallenge(challenge.name, challenge.session, answers));
  };
  return (
    <AuthCard
      title={isPassword ? "Choose your password" : "Enter your code"}
      introduction={
        isPassword ? "Your first password was temporary." : "From your authenticator app, six digits."
      }
      error={error}
      isBusy={isBusy}
      submitLabel="Continue"
      onSubmit={() => void attempt(submit)}
      footer={
        <button type="button" className="link" onClick={onCancel}>
          Start again
        </button>
      }
    >
      {/* Two fields, not one that changes: password managers look at the type. */}
      {isPassword ? (
        <NewPasswordField autoFocus value={value} onChange={setValue} />
      ) : (
        <CodeField autoFocus value={value} onChange={setValue} />
      )}
    </AuthCard>
  );
}
