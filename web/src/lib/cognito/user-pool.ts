/** The user pool's wire protocol, as far as the page speaks it; the same against Cognito and the local pool. */

export interface PoolTokens {
  IdToken: string;
  AccessToken: string;
  RefreshToken?: string;
  ExpiresIn: number;
}

export interface SignInAnswer {
  AuthenticationResult?: PoolTokens;
  ChallengeName?: "NEW_PASSWORD_REQUIRED" | "SOFTWARE_TOKEN_MFA" | string;
  Session?: string;
}

/** An error that the pool answered; `code` is AWS's name for it. */
export class PoolError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export class UserPool {
  constructor(
    private readonly endpoint: string,
    private readonly clientId: string,
  ) {}

  signUp(email: string, password: string, name: string): Promise<{ UserConfirmed: boolean }> {
    const attributes = [
      { Name: "email", Value: email },
      { Name: "name", Value: name },
    ];
    return this.call("SignUp", { Username: email, Password: password, UserAttributes: attributes });
  }

  confirmSignUp(email: string, code: string): Promise<unknown> {
    return this.call("ConfirmSignUp", { Username: email, ConfirmationCode: code });
  }

  resendCode(email: string): Promise<unknown> {
    return this.call("ResendConfirmationCode", { Username: email });
  }

  signIn(email: string, password: string): Promise<SignInAnswer> {
    return this.call("InitiateAuth", {
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: email, PASSWORD: password },
    });
  }

  answerChallenge(name: string, session: string, answers: Record<string, string>): Promise<SignInAnswer> {
    return this.call("RespondToAuthChallenge", {
      ChallengeName: name,
      Session: session,
      ChallengeResponses: answers,
    });
  }

  async refresh(refreshToken: string): Promise<PoolTokens> {
    const answer = await this.call<SignInAnswer>("GetTokensFromRefreshToken", { RefreshToken: refreshToken });
    if (!answer.AuthenticationResult) throw new PoolError("InvalidResponse", "The user pool sent no tokens.");
    return answer.AuthenticationResult;
  }

  revoke(refreshToken: string): Promise<unknown> {
    return this.call("RevokeToken", { Token: refreshToken });
  }

  forgotPassword(email: string): Promise<unknown> {
    return this.call("ForgotPassword", { Username: email });
  }

  confirmForgotPassword(email: string, code: string, password: string): Promise<unknown> {
    return this.call("ConfirmForgotPassword", {
      Username: email,
      ConfirmationCode: code,
      Password: password,
    });
  }

  async changePassword(accessToken: string, previous: string, proposed: string): Promise<void> {
    const body = { AccessToken: accessToken, PreviousPassword: previous, ProposedPassword: proposed };
    await this.send("ChangePassword", body);
  }

  private call<T>(operation: string, body: Record<string, unknown>): Promise<T> {
    return this.send(operation, { ClientId: this.clientId, ...body });
  }

  private async send<T>(operation: string, body: Record<string, unknown>): Promise<T> {
    const response = await fetch(this.endpoint, {
      method: "POST",
      headers: {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json().catch(() => ({}));
    if (!response.ok) throw errorOf(response, answer);
    return answer as T;
  }
}

function errorOf(response: Response, answer: unknown): PoolError {
  const { __type, message } = answer as { __type?: string; message?: string };
  const name = __type ?? response.headers.get("x-amzn-errortype") ?? `Http${response.status}`;
  // AWS writes the name bare, as `namespace#Name` or as `Name:link`.
  const code = name.split("#").pop()!.split(":")[0]!;
  return new PoolError(code, message ?? `The user pool answered ${response.status}.`);
}
