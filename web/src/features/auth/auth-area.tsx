/** Everything before somebody is signed in. */
import { useState } from "react";
import { Route, Switch } from "wouter";

import { useServices } from "../../lib/services.ts";
import { ConfirmPage } from "./confirm-page.tsx";
import type { Credentials } from "./credentials.ts";
import { ForgottenPasswordPage } from "./forgotten-password-page.tsx";
import { SignInPage } from "./sign-in-page.tsx";
import { SignUpPage } from "./sign-up-page.tsx";

export function AuthArea() {
  const { config } = useServices();
  const [credentials, remember] = useState<Credentials>({ email: "", password: "" });
  return (
    <Switch>
      {config.selfSignUp && (
        <Route path="/sign-up">
          <SignUpPage onSignedUp={remember} />
        </Route>
      )}
      <Route path="/confirm">
        <ConfirmPage credentials={credentials} />
      </Route>
      <Route path="/forgotten-password">
        <ForgottenPasswordPage email={credentials.email} />
      </Route>
      <Route>
        <SignInPage email={credentials.email} onUnconfirmed={remember} />
      </Route>
    </Switch>
  );
}
