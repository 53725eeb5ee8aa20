/** What to tell people when the user pool says no. */
import { PoolError } from "./user-pool.ts";

const MESSAGES: Record<string, string> = {
  // One sentence for both, so that nobody learns which addresses have an account.
  NotAuthorizedException: "The e-mail address or the password is wrong.",
  UserNotFoundException: "The e-mail address or the password is wrong.",
  CodeMismatchException: "That code is not right. Look again, or have a new one sent.",
  ExpiredCodeException: "That code is no longer valid. Have a new one sent.",
  UsernameExistsException: "There is an account with this address already. Sign in instead.",
  LimitExceededException: "Too many attempts. Wait a few minutes and try again.",
  TooManyRequestsException: "Too many attempts. Wait a few minutes and try again.",
  TooManyFailedAttemptsException: "Too many attempts. Wait a few minutes and try again.",
};

/** Put any failure of a pool call into one sentence. */
export function poolMessage(error: unknown): string {
  if (error instanceof PoolError) return MESSAGES[error.code] ?? error.message;
  return "The server cannot be reached. Check the connection and try again.";
}
