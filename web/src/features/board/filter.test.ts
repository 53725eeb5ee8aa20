import { expect, test } from "vitest";

import type { TaskCard } from "../../lib/api/types.ts";
import { EVERYTHING, isFiltering, readFilter, shows, writeFilter, type Filter } from "./filter.ts";

const reader = { today: "2026-11-21", userId: "me-id" };
const jonas = { id: "j", name: "Jonas Weber" };
const bare = { status: "OPEN", priority: "MEDIUM", labels: [], assignees: [], dueDate: null };
const card = (part: Partial<TaskCard>) => ({ ...bare, title: "Task", ...part }) as unknown as TaskCard;

const isShown = (filter: Partial<Filter>, part: Partial<TaskCard>) =>
  shows({ ...EVERYTHING, ...filter }, reader)(card(part));

test("an address says a filter and is read back as the same", () => {
  const filter: Filter = {
    q: "café & bar",
    status: "OPEN",
    priority: "HIGH",
    assignee: "me",
    label: "a+b",
    due: "week",
  };
  expect(readFilter(writeFilter(filter))).toEqual(filter);
  expect(writeFilter(EVERYTHING)).toBe("");
});

test("what an address says wrongly filters nothing", () => {
  expect(isFiltering(readFilter("status=LATE&due=soon&other=1"))).toBe(false);
});

test.each<[string, Partial<Filter>, Partial<TaskCard>, Partial<TaskCard>]>([
  ["words of the title", { q: "CAFE order" }, { title: "Order for the Café" }, { title: "Order" }],
  ["words of labels", { q: "shop" }, { labels: ["Shop"] }, {}],
  ["status", { status: "CLOSED" }, { status: "CLOSED" }, {}],
  ["priority", { priority: "HIGH" }, { priority: "HIGH" }, {}],
  ["label", { label: "shop" }, { labels: ["shop"] }, { labels: ["shopping"] }],
  ["a person", { assignee: "j" }, { assignees: [jonas] }, {}],
  ["the reader", { assignee: "me" }, { assignees: [{ id: "me-id", name: "Me" }] }, { assignees: [jonas] }],
  ["nobody", { assignee: "none" }, {}, { assignees: [jonas] }],
  ["overdue", { due: "overdue" }, { dueDate: "2026-11-20" }, { dueDate: "2026-11-20", status: "COMPLETED" }],
  ["today", { due: "today" }, { dueDate: "2026-11-21" }, { dueDate: "2026-11-22" }],
  ["a week", { due: "week" }, { dueDate: "2026-11-27" }, { dueDate: "2026-11-28" }],
  ["no due date", { due: "none" }, {}, { dueDate: "2026-11-21" }],
])("a filter by %s shows what fits and nothing else", (_, filter, fitting, other) => {
  expect(isShown(filter, fitting)).toBe(true);
  expect(isShown(filter, other)).toBe(false);
});
