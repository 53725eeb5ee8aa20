import { expect, test } from "vitest";

import type { PersonalTask, Status, TaskCard } from "../../lib/api/types.ts";
import { agenda } from "./agenda.ts";

const team = (id: string, dueDate: string | null, status: Status = "OPEN") =>
  ({ id, dueDate, status }) as TaskCard;
const own = (id: string, dueDate: string | null, status = "pending") =>
  ({ id, dueDate, status }) as PersonalTask;

test("team tasks and personal tasks stand together, soonest due first", () => {
  const groups = agenda(
    [
      team("late", "2026-11-20"),
      team("undated", null),
      team("far", "2027-01-01"),
      team("closed", "2026-11-01", "CLOSED"),
    ],
    [own("now", "2026-11-21"), own("soon", "2026-11-23"), own("ticked", null, "done")],
    "2026-11-21",
  );
  expect(groups.map(({ name, items }) => [name, items.map(({ id }) => id)])).toEqual([
    ["Overdue", ["late"]],
    ["Today", ["now"]],
    ["Next 7 days", ["soon"]],
    ["Later", ["far"]],
    ["No due date", ["undated"]],
    ["Done", ["closed", "ticked"]],
  ]);
});
