import { expect, test } from "vitest";

import { findByWords } from "./find-by-words.ts";

const things = ["Go to the board", "Tomás Silva", "Overboard", "Show the help"].map((name) => ({ name }));
const names = (wanted: string) => findByWords(things, wanted).map(({ name }) => name);

test("words are found in any order, case and accent", () => {
  expect(names("BOARD go")).toEqual(["Go to the board"]);
  expect(names("tomas")).toEqual(["Tomás Silva"]);
});

test("where a word begins comes before where it is inside", () => {
  expect(names("board")).toEqual(["Go to the board", "Overboard"]);
});

test("without a word everything stays as it was", () => {
  expect(names("  ")).toEqual(things.map(({ name }) => name));
});
