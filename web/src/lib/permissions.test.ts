import { expect, test } from "vitest";

import { isAllowed, may, moveAction, ruleOf } from "./permissions.ts";

const ann = { id: "ann", role: "MEMBER" as const };
const lead = { id: "lead", role: "ADMIN" as const };
const annsTask = { assignees: [{ id: "ann", name: "Ann" }] };
const bobsTask = { assignees: [{ id: "bob", name: "Bob" }] };

test("a member moves only what was given to them", () => {
  expect(may(ann, "task.move", annsTask)).toBe(true);
  expect(may(ann, "task.move", bobsTask)).toBe(false);
});

test("an admin may move, edit, assign and delete every task", () => {
  const actions = ["task.move", "task.update", "task.assign", "task.delete"] as const;
  expect(actions.every((action) => may(lead, action, bobsTask))).toBe(true);
});

test("a member may neither close nor reopen their own task", () => {
  expect(may(ann, moveAction("COMPLETED", "CLOSED"), annsTask)).toBe(false);
  expect(may(ann, moveAction("CLOSED", "OPEN"), annsTask)).toBe(false);
  expect(may(ann, moveAction("COMPLETED", "OPEN"), annsTask)).toBe(true);
});

test("only its author edits a comment, and admins may delete it", () => {
  expect(isAllowed("ADMIN", "OTHER", "comment.edit")).toBe(false);
  expect(isAllowed("MEMBER", "SELF", "comment.edit")).toBe(true);
  expect(isAllowed("ADMIN", "OTHER", "comment.delete")).toBe(true);
});

test("a refusal can be explained", () => {
  expect(ruleOf("person.read")).toBe("Only admins see the list of people.");
});
