import { expect, test } from "vitest";

import type { Redriven } from "../api/types.ts";
import { outcome } from "./deliveries.ts";

function redriven(taken: number, notFailed = 0, more = false): Redriven {
  return {
    taken: Array.from({ length: taken }, () => ({}) as Redriven["taken"][number]),
    notFailed: Array.from({ length: notFailed }, () => ({ eventId: "E", channel: "email", userId: "ann" })),
    more,
  };
}

test("says how many are sent again, and what was left", () => {
  expect(outcome(redriven(1))).toBe("1 is sent again.");
  expect(outcome(redriven(50, 0, true))).toBe("50 are sent again. There are more.");
  expect(outcome(redriven(0, 1))).toBe("0 are sent again. Others had not failed any more.");
});
