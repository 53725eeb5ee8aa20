/** What became of one notice, as people read it in a task's history. */
import type { Delivery } from "../../lib/api/types.ts";

export interface Fate {
  word: string;
  look: string;
  at: string;
  /** Why, where there is something to explain. */
  why: string | null;
}

const STATES: Record<string, { word: string; look: string }> = {
  pending: { word: "on its way", look: "text-muted" },
  sent: { word: "sent", look: "text-good" },
  failed: { word: "failed", look: "text-danger" },
  skipped: { word: "not sent", look: "text-muted" },
};
const OUTCOMES: Record<NonNullable<Delivery["outcome"]>["kind"], { word: string; look: string }> = {
  delayed: { word: "delayed", look: "text-warn" },
  delivered: { word: "delivered", look: "text-good" },
  rejected: { word: "rejected", look: "text-danger" },
  bounced: { word: "bounced", look: "text-danger" },
  complained: { word: "reported as unwanted", look: "text-danger" },
};
// Sent is all that a mail server says at first; whether a mail arrived is heard later, or never.
const TAKEN = { word: "taken by the mail server", look: "text-good" };

export function fateOf({ channel, state, reason, outcome, updatedAt }: Delivery): Fate {
  if (outcome) {
    const why = outcome.kind === "delivered" ? null : outcome.reason;
    return { ...OUTCOMES[outcome.kind], at: outcome.at, why };
  }
  if (channel === "email" && state === "sent") return { ...TAKEN, at: updatedAt, why: null };
  return { ...(STATES[state] ?? { word: state, look: "text-muted" }), at: updatedAt, why: reason };
}
