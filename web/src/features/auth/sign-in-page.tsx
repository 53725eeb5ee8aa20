/** Signing in, with whatever the user pool asks for on the way. */
import { useState } from "react";
import { Link, useLocation } from "wouter";

import { poolMessage } from "../../lib/cognito/messages.ts";
import { PoolError, type SignInAnswer } from "../../lib/cognito/user-pool.ts";
import { useServices } from "../../lib/services.ts";
import { AuthCard } from "./auth-card.tsx";
import type { Credentials } from "./credentials.ts";
import { ChallengeForm, type Challenge } from "./challenge-form.tsx";
import { EmailField, PasswordField } from "./fields.tsx";
import { useAttempt } from "../../lib/cognito/use-attempt.ts";

interface Props {
  email: string;
  onUnconfirmed: (credentials: Credentials) => void;
}

export function SignInPage({ email: known, onUnconfirmed }: Props) {
  const { pool, session, config } = useServices();
  const [, navigate] = useLocation();
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  const { error, isBusy, attempt } = useAttempt();

  const proceed = (answer: SignInAnswer) => {
    if (answer.AuthenticationResult) return session.open(answer.AuthenticationResult);
    setChallenge({ name: answer.ChallengeName ?? "", session: answer.Session ?? "", email });
  };
  const explain = (failure: unknown) => {
    if (!(failure instanceof PoolError) || failure.code !== "UserNotConfirmedException")
      return poolMessage(failure);
    onUnconfirmed({ email, password });
    navigate("/confirm");
    return null;
  };
  if (challenge)
    return <ChallengeForm challenge={challenge} onAnswered={proceed} onCancel={() => setChallenge(null)} />;
  return (
    <AuthCard
      title="Sign in"
      error={error}
      isBusy={isBusy}
      submitLabel="Sign in"
      onSubmit={() => void attempt(async () => proceed(await pool.signIn(email.trim(), password)), explain)}
      footer={
        <>
          <Link href="/forgotten-password" className="link">
            Forgotten password
          </Link>
          {config.selfSignUp && (
            <Link href="/sign-up" className="link">
              Create an account
            </Link>
          )}
        </>
      }
    >
      <EmailField autoFocus value={email} onChange={setEmail} />
      <PasswordField value={password} onChange={setPassword} />
    </AuthCard>
  );
}
