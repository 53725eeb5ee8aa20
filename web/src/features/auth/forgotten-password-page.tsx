/** Getting back in with a code sent by mail. */
import { useState } from "react";
import { Link, useLocation } from "wouter";

import { useServices } from "../../lib/services.ts";
import { AuthCard } from "./auth-card.tsx";
import { CodeField, EmailField, NewPasswordField } from "./fields.tsx";
import { MailHint } from "./mail-hint.tsx";
import { useAttempt } from "../../lib/cognito/use-attempt.ts";

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
          <CodeField autoFocus value={code} onChange={setCode} />
          <NewPasswordField value={password} onChange={setPassword} />
        </>
      ) : (
        <EmailField autoFocus value={email} onChange={setEmail} />
      )}
    </AuthCard>
  );
}
