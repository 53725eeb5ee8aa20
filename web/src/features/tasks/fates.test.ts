import { expect, test } from "vitest";

import type { Delivery } from "../../lib/api/types.ts";
import { fateOf } from "./fates.ts";

const MAIL: Delivery = {
  eventId: "01KAHX5Q0V5W6X7Y8Z9A0B1C2D",
  channel: "email",
  person: { id: "ana", name: "Ana" },
  state: "sent",
  reason: null,
  attempts: 1,
  attemptsInAll: 1,
  receipt: "250 taken",
  outcome: null,
  updatedAt: "2026-11-21T10:02:00Z",
};
type Outcome = NonNullable<Delivery["outcome"]>;

function withOutcome(outcome: Partial<Outcome> & { kind: Outcome["kind"] }): Delivery {
  return { ...MAIL, outcome: { at: "2026-11-21T10:05:00Z", reason: null, isPermanent: false, ...outcome } };
}

test("a mail of which nothing more is heard was taken by the mail server", () => {
  expect(fateOf(MAIL)).toMatchObject({ word: "taken by the mail server", at: MAIL.updatedAt, why: null });
});

test("other channels say that they have sent", () => {
  expect(fateOf({ ...MAIL, channel: "inbox" }).word).toBe("sent");
});

test("a delivered mail says when it arrived, and not what the server said", () => {
  const fate = fateOf(withOutcome({ kind: "delivered", reason: "250 2.6.0 Message received" }));
  expect(fate).toMatchObject({ word: "delivered", at: "2026-11-21T10:05:00Z", why: null });
});

test.each([
  ["bounced", "bounced"],
  ["complained", "reported as unwanted"],
  ["delayed", "delayed"],
  ["rejected", "rejected"],
] as const)("a mail that is %s says why", (kind, word) => {
  expect(fateOf(withOutcome({ kind, reason: "mailbox full" }))).toMatchObject({ word, why: "mailbox full" });
});

test.each(["pending", "failed", "skipped"])("what is %s says why", (state) => {
  expect(fateOf({ ...MAIL, state, reason: "Because." }).why).toBe("Because.");
});
