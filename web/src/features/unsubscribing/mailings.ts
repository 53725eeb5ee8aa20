/** What a link in one of our mails can switch off. */
import { ApiError, Unreachable } from "../../lib/api/problem.ts";

const MAILINGS: Record<string, string> = {
  assignment: "mail about assignments",
  status: "mail about changes of status",
  change: "mail about changes of tasks",
  comment: "mail about comments",
  reminder: "mail with reminders",
  digest: "the daily digest",
};

/** Name what a link's token is about; only the server can tell whether it is genuine. */
export function mailingOf(token: string): string | undefined {
  return MAILINGS[token.split(".")[0] ?? ""];
}

/** Switch it off. Throws ApiError or Unreachable. */
export async function unsubscribe(apiBase: string, token: string): Promise<void> {
  const address = `${apiBase}/unsubscribe?token=${encodeURIComponent(token)}`;
  const response = await fetch(address, { method: "POST" }).catch(() => {
    throw new Unreachable();
  });
  if (!response.ok) throw new ApiError(response.status, await response.json().catch(() => ({})));
}
