import { expect, test } from "vitest";

import type { TaskEvent } from "../../lib/api/types.ts";
import { inWords } from "./event-words.ts";

const ana = { id: "ana", name: "Ana" };
const ben = { id: "ben", name: "Ben" };
const relayboard = { id: "relayboard", name: "Relayboard" };
const due = { dueDate: "2026-11-22", days: 1 };

interface Parts {
  actor?: TaskEvent["actor"];
  people?: TaskEvent["people"];
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

function event(type: string, parts: Parts = {}): TaskEvent {
  return {
    id: "e",
    type,
    actor: ana,
    people: [],
    before: {},
    after: {},
    deliveries: [],
    ...parts,
  } as unknown as TaskEvent;
}

test.each([
  [event("task.created"), "Ana created it"],
  [event("task.assigned", { people: [ben] }), "Ana assigned it to Ben"],
  [event("task.assigned", { people: [ana] }), "Ana assigned it to themselves"],
  [
    event("task.status_changed", { before: { status: "OPEN" }, after: { status: "IN_PROGRESS" } }),
    "Ana moved it from Open to In progress",
  ],
  [event("task.updated", { after: { position: "V" } }), "Ana moved it within its column"],
  [
    event("task.updated", { after: { dueDate: "2026-11-22", priority: "HIGH" } }),
    "Ana set the due date to Sunday, 22 November 2026, set the priority to High",
  ],
  [event("task.updated", { after: { dueDate: null } }), "Ana removed the due date"],
  [
    event("task.due_soon", { actor: relayboard, people: [ana, ben], after: due }),
    "Relayboard reminded Ana, Ben: it is due on Sunday, 22 November 2026",
  ],
  [
    event("task.overdue", { actor: relayboard, people: [ben], after: due }),
    "Relayboard reminded Ben: it was due on Sunday, 22 November 2026",
  ],
])("an event reads as a sentence: %#", (happened, words) => {
  expect(inWords(happened)).toBe(words);
});
