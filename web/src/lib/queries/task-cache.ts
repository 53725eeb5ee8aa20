/** Keeps every list that shows a task in step with what the page knows of it. */
import type { QueryClient } from "@tanstack/react-query";

import type { Status, Task, TaskCard } from "../api/types.ts";
import { compareText } from "../compare-text.ts";
import { itemsOf, mapItems, type Pages } from "./pages.ts";

export const taskKeys = {
  all: ["tasks"] as const,
  columns: ["tasks", "column"] as const,
  column: (board: string, status: Status) => ["tasks", "column", board, status] as const,
  mine: ["tasks", "mine"] as const,
  trash: ["tasks", "trash"] as const,
  one: (id: string) => ["tasks", "one", id] as const,
  comments: (id: string) => ["tasks", "one", id, "comments"] as const,
  events: (id: string) => ["tasks", "one", id, "events"] as const,
};

const DRAFT = "draft-";

/** What a task that the server has not yet taken is known by. */
export function draftId(key: string): string {
  return DRAFT + key;
}

export function isDraft({ id }: Pick<TaskCard, "id">): boolean {
  return id.startsWith(DRAFT);
}

export function compareCards(a: TaskCard, b: TaskCard): number {
  return compareText(a.position, b.position) || compareText(a.id, b.id);
}

/** Show a task as it is now, or will be, wherever it is shown. */
export function placeTask(client: QueryClient, task: TaskCard | Task): void {
  removeFromColumns(client, task.id);
  client.setQueryData<Pages<TaskCard>>(
    taskKeys.column(task.boardId, task.status),
    (pages) => pages && withCard(pages, task),
  );
  client.setQueryData<Pages<TaskCard>>(
    taskKeys.mine,
    (pages) => pages && mapItems(pages, (item) => (item.id === task.id ? task : item)),
  );
  client.setQueryData<Task>(taskKeys.one(task.id), (known) => known && { ...known, ...task });
}

/** Stop showing a task on the board and in one's own list. */
export function removeTask(client: QueryClient, id: string): void {
  removeFromColumns(client, id);
  client.setQueryData<Pages<TaskCard>>(taskKeys.mine, (pages) => pages && without(pages, id));
}

function removeFromColumns(client: QueryClient, id: string): void {
  const columns = client.getQueriesData<Pages<TaskCard>>({ queryKey: taskKeys.columns });
  for (const [key, pages] of columns) {
    if (pages && itemsOf(pages).some((card) => card.id === id)) client.setQueryData(key, without(pages, id));
  }
}

function without(pages: Pages<TaskCard>, id: string): Pages<TaskCard> {
  return mapItems(pages, (item) => (item.id === id ? null : item));
}

/** Put a card on the first page that reaches down to its place. */
function withCard(pages: Pages<TaskCard>, card: TaskCard): Pages<TaskCard> {
  const reaches = pages.pages.findIndex((page) => page.items.some((item) => compareCards(item, card) > 0));
  const at = reaches < 0 ? pages.pages.length - 1 : reaches;
  const changed = pages.pages.map((page, index) =>
    index === at ? { ...page, items: [...page.items, card].sort(compareCards) } : page,
  );
  return { ...pages, pages: changed };
}

/** The cards of all lists that are loaded, each once. */
export function knownCards(client: QueryClient): TaskCard[] {
  const lists = [
    ...client.getQueriesData<Pages<TaskCard>>({ queryKey: taskKeys.columns }),
    ...client.getQueriesData<Pages<TaskCard>>({ queryKey: taskKeys.mine }),
  ];
  const cards = lists.flatMap(([, pages]) => itemsOf(pages));
  return [...new Map(cards.map((card) => [card.id, card])).values()];
}

/** Find a card in the lists that are loaded. */
export function findCard(client: QueryClient, id: string): TaskCard | undefined {
  const columns = client.getQueriesData<Pages<TaskCard>>({ queryKey: taskKeys.columns });
  const cards = columns.flatMap(([, pages]) => itemsOf(pages));
  return cards.find((card) => card.id === id) ?? client.getQueryData<Task>(taskKeys.one(id));
}
