import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Api } from "../api/client.ts";
import type { Task, TaskCard } from "../api/types.ts";
import { itemsOf, type Pages } from "../queries/pages.ts";
import { taskKeys } from "../queries/task-cache.ts";
import { WRITE } from "../queries/task-write-order.ts";
import { LiveTasks } from "./live-tasks.ts";

const BEFORE = "2026-11-21T10:00:00Z";
const NOW = "2026-11-21T10:00:01.5Z";

function card(id: string, changes: Partial<Task> = {}): Task {
  const task = {
    id,
    title: id,
    boardId: "main",
    status: "OPEN",
    position: id,
    assignees: [],
    updatedAt: BEFORE,
  };
  return { ...task, ...changes } as unknown as Task;
}

/** A page that shows the tasks A and B, and a server that knows what `tasks` holds. */
function page() {
  const client = new QueryClient();
  const tasks = new Map<string, Task>();
  const asked: string[] = [];
  for (const status of ["OPEN", "COMPLETED"] as const) {
    const items = status === "OPEN" ? [card("A"), card("B")] : [];
    client.setQueryData(taskKeys.column("main", status), { pages: [{ items }], pageParams: [null] });
  }
  client.setQueryData(taskKeys.mine, { pages: [{ items: [] }], pageParams: [null] });
  const api = {
    GET: async (_: string, { params }: { params: { path: { taskId: string } } }) => {
      asked.push(params.path.taskId);
      const data = tasks.get(params.path.taskId);
      return { data, error: {}, response: { ok: !!data, status: data ? 200 : 404 } };
    },
  } as unknown as Api;
  const column = (status: "OPEN" | "COMPLETED") =>
    itemsOf(client.getQueryData<Pages<TaskCard>>(taskKeys.column("main", status))).map(({ title }) => title);
  const live = new LiveTasks(client, api, "ann");
  const hear = (taskId: string, type = "task.updated", at = NOW) =>
    live.heard([{ id: `${taskId}${type}${at}`, taskId, type, at }]);
  return { client, tasks, asked, column, live, hear };
}

const nothing = () => undefined as void;
const passes = (ms: number) => vi.advanceTimersByTimeAsync(ms);
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("asks once for a task of which several things are told", async () => {
  const { tasks, asked, column, hear } = page();
  tasks.set("A", card("A", { title: "A2", status: "COMPLETED", updatedAt: NOW }));
  hear("A");
  hear("A", "task.status_changed");
  await passes(100);
  expect(asked).toEqual(["A"]);
  expect(column("OPEN")).toEqual(["B"]);
  expect(column("COMPLETED")).toEqual(["A2"]);
});

test("asks for nothing that was done here and is shown already", async () => {
  const { asked, hear } = page();
  hear("A", "task.updated", BEFORE);
  hear("B", "comment.added");
  await passes(100);
  expect(asked).toEqual([]);
});

test("takes a card away that is deleted, or somebody else's now", async () => {
  const { column, hear } = page();
  hear("A", "task.unassigned");
  await passes(100);
  expect(column("OPEN")).toEqual(["B"]);
});

test("need not ask for what was deleted", async () => {
  const { asked, column, hear } = page();
  hear("A", "task.deleted");
  await passes(100);
  expect(asked).toEqual([]);
  expect(column("OPEN")).toEqual(["B"]);
});

test("shows a card that is new", async () => {
  const { tasks, column, hear } = page();
  tasks.set("C", card("C", { updatedAt: NOW }));
  hear("C", "task.created");
  await passes(100);
  expect(column("OPEN")).toEqual(["A", "B", "C"]);
});

test("asks for one's own list anew when a task is given to one", async () => {
  const { client, tasks, hear } = page();
  tasks.set("A", card("A", { updatedAt: NOW, assignees: [{ id: "ann", name: "Ann" }] as Task["assignees"] }));
  hear("A", "task.assigned");
  await passes(100);
  expect(client.getQueryState(taskKeys.mine)?.isInvalidated).toBe(true);
  expect(client.getQueryState(taskKeys.column("main", "OPEN"))?.isInvalidated).toBe(false);
});

test("waits for the reader's own write", async () => {
  const { client, tasks, asked, hear } = page();
  let finish = nothing;
  const write = client.getMutationCache().build(client, {
    mutationKey: WRITE,
    mutationFn: () => new Promise<void>((resolve) => void (finish = resolve)),
  });
  void write.execute(undefined);
  tasks.set("A", card("A", { updatedAt: NOW }));
  hear("A");
  await passes(1_000);
  expect(asked).toEqual([]);
  finish();
  await passes(1_000);
  expect(asked).toEqual(["A"]);
});

test("asks for whole lists once when very much happens", async () => {
  const { client, asked, hear } = page();
  for (let number = 0; number < 40; number += 1) hear(`T${number}`);
  await passes(100);
  expect(asked).toEqual([]);
  expect(client.getQueryState(taskKeys.column("main", "OPEN"))?.isInvalidated).toBe(true);
});
