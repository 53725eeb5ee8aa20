/** Proving an e-mail address with the code that was sent to it. */
import { useState } from "react";
import { Link, useLocation } from "wouter";

import { useServices } from "../../lib/services.ts";
import { AuthCard } from "./auth-card.tsx";
import type { Credentials } from "./credentials.ts";
import { CodeField, EmailField } from "./fields.tsx";
import { MailHint } from "./mail-hint.tsx";
import { useAttempt } from "../../lib/cognito/use-attempt.ts";

export function ConfirmPage({ credentials }: { credentials: Credentials }) {
  const { pool, session, toasts } = useServices();
  const [, navigate] = useLocation();
  const [email, setEmail] = useState(credentials.email);
  const [code, setCode] = useState("");
  const [isResent, setResent] = useState(false);
  const { error, isBusy, attempt } = useAttempt();
  const submit = async () => {
    await pool.confirmSignUp(email.trim(), code.trim());
    navigate("/");
    if (!credentials.password) return;
    const { AuthenticationResult } = await pool.signIn(email.trim(), credentials.password);
    if (AuthenticationResult) session.open(AuthenticationResult);
    toasts.tell("Your address is confirmed. Welcome!");
  };
  const resend = async () => {
    await pool.resendCode(email.trim());
    setResent(true);
  };
  return (
    <AuthCard
      title="Confirm your address"
      introduction={<MailHint email={email} />}
      error={error}
      isBusy={isBusy}
      submitLabel="Confirm"
      onSubmit={() => void attempt(submit)}
      footer={
        <>
          <button type="button" className="link" onClick={() => void attempt(resend)}>
            {isResent ? "Sent. Send once more" : "Send a new code"}
          </button>
          <Link href="/sign-in" className="link">
            Sign in
          </Link>
        </>
      }
    >
      {!credentials.email && <EmailField value={email} onChange={setEmail} />}
      <CodeField autoFocus value={code} onChange={setCode} />
    </AuthCard>
  );
}
