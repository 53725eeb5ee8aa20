import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, test } from "vitest";

import type { Status, TaskCard } from "../api/types.ts";
import { itemsOf, type Pages } from "./pages.ts";
import { findCard, placeTask, removeTask, taskKeys } from "./task-cache.ts";

let client: QueryClient;

function card(id: string, position: string, status: Status = "OPEN"): TaskCard {
  return { id, position, status, boardId: "main", title: id } as TaskCard;
}

function load(status: Status, ...pages: TaskCard[][]): void {
  const data: Pages<TaskCard> = {
    pages: pages.map((items) => ({ items, nextCursor: null })),
    pageParams: pages.map(() => null),
  };
  client.setQueryData(taskKeys.column("main", status), data);
}

function shown(status: Status): string[] {
  return itemsOf(client.getQueryData<Pages<TaskCard>>(taskKeys.column("main", status))).map(({ id }) => id);
}

beforeEach(() => {
  client = new QueryClient();
  load("OPEN", [card("a", "B"), card("b", "D")], [card("c", "F")]);
  load("IN_PROGRESS", [card("x", "M", "IN_PROGRESS")]);
});

test("a moved card leaves its column and takes its place in the other", () => {
  placeTask(client, card("b", "A", "IN_PROGRESS"));
  expect(shown("OPEN")).toEqual(["a", "c"]);
  expect(shown("IN_PROGRESS")).toEqual(["b", "x"]);
});

test("a card moved within its column stays on a page that reaches to its place", () => {
  placeTask(client, card("c", "C"));
  expect(shown("OPEN")).toEqual(["a", "c", "b"]);
});

test("putting a card back where it was undoes its move", () => {
  placeTask(client, card("a", "Z", "IN_PROGRESS"));
  placeTask(client, card("a", "B"));
  expect([shown("OPEN"), shown("IN_PROGRESS")]).toEqual([["a", "b", "c"], ["x"]]);
});

test("a removed card is found nowhere", () => {
  removeTask(client, "a");
  expect(findCard(client, "a")).toBeUndefined();
});

test("columns that are not loaded stay unloaded", () => {
  placeTask(client, card("b", "A", "CLOSED"));
  expect(client.getQueryData(taskKeys.column("main", "CLOSED"))).toBeUndefined();
});
