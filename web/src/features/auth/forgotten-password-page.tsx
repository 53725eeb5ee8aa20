/** Getting back in with a code sent by mail. */
import { useState } from "react";
import { Link, useLocation } from "wouter";

import { TextField } from "../../components/text-field.tsx";
import { useServices } from "../../lib/services.ts";
import { AuthCard } from "./auth-card.tsx";
import { MailHint } from "./mail-hint.tsx";
import { PASSWORD_HINT } from "../../lib/cognito/password-rule.ts";
import { useAttempt } from "./use-attempt.ts";

export function ForgottenPasswordPage({ email: known }: { email: string }) {
  const { pool, session } = useServices();
  const [, navigate] = useLocation();
  const [email, setEmail] = useState(known);
  const [isSent, setSent] = useState(false);
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const { error, isBusy, attempt } = useAttempt();
  const send = async () => {
    await pool.forgotPassword(email.trim());
    setSent(true);
  };
  const confirm = async () => {
    await pool.confirmForgotPassword(email.trim(), code.trim(), password);
    navigate("/");
    const { AuthenticationResult } = await pool.signIn(email.trim(), password);
    if (AuthenticationResult) session.open(AuthenticationResult);
  };
  return (
    <AuthCard
      title="Forgotten password"
      introduction={
        isSent ? <MailHint email={email} /> : "If there is an account with your address, it gets a code."
      }
      error={error}
      isBusy={isBusy}
      submitLabel={isSent ? "Set password" : "Send a code"}
      onSubmit={() => void attempt(isSent ? confirm : send)}
      footer={
        <Link href="/sign-in" className="link">
          Back to sign-in
        </Link>
      }
    >
      {isSent ? (
        <>
          <TextField
            label="Code"
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            autoFocus
            value={code}
            onChange={setCode}
          />
          <TextField
            label="New password"
            type="password"
            autoComplete="new-password"
            hint={PASSWORD_HINT}
            minLength={10}
            required
            value={password}
            onChange={setPassword}
          />
        </>
      ) : (
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={setEmail}
        />
      )}
    </AuthCard>
  );
}
