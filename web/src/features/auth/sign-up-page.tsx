/** Making an account. */
import { useState } from "react";
import { Link, useLocation } from "wouter";

import { TextField } from "../../components/text-field.tsx";
import { useServices } from "../../lib/services.ts";
import { AuthCard } from "./auth-card.tsx";
import type { Credentials } from "./credentials.ts";
import { EmailField, NewPasswordField } from "./fields.tsx";
import { useAttempt } from "../../lib/cognito/use-attempt.ts";

export function SignUpPage({ onSignedUp }: { onSignedUp: (credentials: Credentials) => void }) {
  const { pool } = useServices();
  const [, navigate] = useLocation();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { error, isBusy, attempt } = useAttempt();
  const submit = async () => {
    await pool.signUp(email.trim(), password, name.trim());
    onSignedUp({ email: email.trim(), password });
    navigate("/confirm");
  };
  return (
    <AuthCard
      title="Create an account"
      error={error}
      isBusy={isBusy}
      submitLabel="Create account"
      onSubmit={() => void attempt(submit)}
      footer={
        <Link href="/sign-in" className="link">
          I have an account
        </Link>
      }
    >
      <TextField
        label="Name"
        autoComplete="name"
        maxLength={100}
        required
        autoFocus
        value={name}
        onChange={setName}
      />
      <EmailField value={email} onChange={setEmail} />
      <NewPasswordField label="Password" value={password} onChange={setPassword} />
    </AuthCard>
  );
}
