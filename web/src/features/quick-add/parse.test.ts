import { expect, test } from "vitest";

import { parse, wordFor } from "./parse.ts";

const jonas = { id: "j", name: "Jonas Weber" };
const jo = { id: "o", name: "Jo Weber" };
const tomas = { id: "t", name: "Tomás Silva" };
// A Saturday.
const around = { today: "2026-11-21", people: [jonas, jo, tomas], literal: new Set<string>() };

test("everything that a line says is taken out of its title", () => {
  const read = parse("Order cups p1 tomorrow @tomas #shop #kitchen", around);
  expect(read).toMatchObject({
    title: "Order cups",
    priority: "URGENT",
    dueDate: "2026-11-22",
    labels: ["shop", "kitchen"],
    assignees: [tomas],
  });
  expect(read.chips.map(({ name }) => name)).toEqual([
    "Urgent",
    "tomorrow",
    "Tomás Silva",
    "shop",
    "kitchen",
  ]);
});

test.each([
  ["today", "2026-11-21"],
  ["Sunday", "2026-11-22"],
  ["friday", "2026-11-27"],
  ["saturday", "2026-11-28"],
  ["2027-02-28", "2027-02-28"],
])("%s is a day", (word, day) => {
  expect(parse(`Call ${word}`, around)).toMatchObject({ title: "Call", dueDate: day });
});

test("a word before a day belongs to it", () => {
  expect(parse("Call the printer on Monday", around).title).toBe("Call the printer");
  expect(parse("Turn on the light", around).title).toBe("Turn on the light");
});

test("a day that does not exist, a lone sign and a word that only looks alike stay in the title", () => {
  const line = "Read p5 2026-02-30 2026-13-45 # @ e@mail mondays";
  expect(parse(line, around)).toMatchObject({ title: line, dueDate: null, chips: [] });
});

test("of several priorities and days the last one counts", () => {
  const read = parse("Sweep p1 today p4 tomorrow", around);
  expect(read).toMatchObject({ priority: "LOW", dueDate: "2026-11-22" });
  expect(read.chips).toHaveLength(2);
});

test("a name in full goes before a name that begins so", () => {
  expect(parse("Sweep @jo", around).assignees).toEqual([jo]);
  expect(parse("Sweep @jon", around).assignees).toEqual([jonas]);
});

test("a name that two people have assigns nobody until it is clear", () => {
  const [chip] = parse("Sweep @weber", around).chips;
  expect(chip).toMatchObject({ kind: "unclear", people: [jonas, jo] });
  expect(parse(`Sweep ${wordFor(jonas)}`, around).assignees).toEqual([jonas]);
});

test("a name that nobody has stays in the title and is said to be unknown", () => {
  const read = parse("Ask @zoe", around);
  expect(read.title).toBe("Ask @zoe");
  expect(read.chips).toMatchObject([{ kind: "unknown" }]);
});

test("a word that is meant as it stands is left alone", () => {
  const read = parse("Watch today", { ...around, literal: new Set(["today"]) });
  expect(read).toMatchObject({ title: "Watch today", dueDate: null });
});
