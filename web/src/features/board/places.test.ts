import { expect, test } from "vitest";

import { STATUSES, type Status, type TaskCard } from "../../lib/api/types.ts";
import { placeInWords, step, withCardAt } from "./places.ts";
import type { Lists } from "./use-board.ts";

const card = (id: string, status: Status) => ({ id, status }) as TaskCard;
const a = card("a", "OPEN");
const lists: Lists = {
  OPEN: [a, card("b", "OPEN"), card("c", "OPEN")],
  IN_PROGRESS: [card("x", "IN_PROGRESS")],
  UNDER_REVIEW: [],
  COMPLETED: [],
  CLOSED: [],
};
const everywhere = () => true;
const notClosed = (status: Status) => status !== "CLOSED";

test("a card goes down to the end of its column and no further", () => {
  let place = { status: "OPEN" as Status, index: 0 };
  for (let press = 0; press < 5; press++) place = step(lists, a, place, "ArrowDown", everywhere);
  expect(place).toEqual({ status: "OPEN", index: 2 });
});

test("going to a shorter column lands at its end", () => {
  const place = step(lists, a, { status: "OPEN", index: 2 }, "ArrowRight", everywhere);
  expect(place).toEqual({ status: "IN_PROGRESS", index: 1 });
});

test("a column that is not open to the card is never reached", () => {
  let place = { status: "OPEN" as Status, index: 0 };
  for (const _ of STATUSES) place = step(lists, a, place, "ArrowRight", notClosed);
  expect(place.status).toBe("COMPLETED");
});

test("a place is said with its column and its number", () => {
  const place = { status: "IN_PROGRESS" as Status, index: 1 };
  expect(placeInWords(withCardAt(lists, a, place), place)).toBe("In progress, position 2 of 2");
});
