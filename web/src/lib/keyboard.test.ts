import { expect, test } from "vitest";

import type { Command } from "./commands.ts";
import { Keyboard, type Place } from "./keyboard.ts";
import { SHORTCUTS, strokeOf } from "./shortcuts.ts";

const command = (name: string, keys: string[], reach?: Place): Command => ({
  name,
  keys,
  group: "Test",
  run: () => undefined,
  ...(reach ? { reach } : {}),
});
const all = [
  command("add", ["N"], "dialogs"),
  command("notices", ["G N"]),
  command("palette", ["Mod+K"], "everywhere"),
];

function press(keys: string[], { place = "page" as Place, pauseMs = 100 } = {}): (string | undefined)[] {
  const keyboard = new Keyboard(() => all);
  return keys.map((key, index) => keyboard.commandFor(stroke(key, index * pauseMs), place)?.name);
}

function stroke(key: string, timeStamp = 0): KeyboardEvent {
  const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
  const isCtrl = key.startsWith("Ctrl+");
  return { ...none, key: key.replace("Ctrl+", ""), ctrlKey: isCtrl, timeStamp } as KeyboardEvent;
}

test("one stroke runs its command, in either case", () => {
  expect(press(["n"])).toEqual(["add"]);
  expect(press(["N"])).toEqual(["add"]);
});

test("the second of two strokes belongs to the first", () => {
  expect(press(["g", "n", "n"])).toEqual([undefined, "notices", "add"]);
});

test("a second stroke that comes late stands for itself", () => {
  expect(press(["g", "n"], { pauseMs: 2000 })).toEqual([undefined, "add"]);
});

test("while typing only what works everywhere is heard", () => {
  expect(press(["n", "g", "n", "Ctrl+k"], { place: "everywhere" })).toEqual([
    undefined,
    undefined,
    undefined,
    "palette",
  ]);
});

test("in a dialog what belongs to the page behind it is silent", () => {
  expect(press(["n", "g", "n"], { place: "dialogs" })).toEqual(["add", undefined, "add"]);
});

test("Shift counts with letters, and not with the characters that it makes", () => {
  const held = { ctrlKey: true, metaKey: false, altKey: false, shiftKey: true };
  expect(strokeOf({ ...held, key: "Z" })).toBe("Mod+Shift+Z");
  expect(strokeOf({ ...held, ctrlKey: false, key: "?" })).toBe("?");
});

test("no two shortcuts of one place share a key", () => {
  const keys = Object.values(SHORTCUTS).flatMap(({ where, keys }) => keys.map((key) => `${where} ${key}`));
  expect(keys).toHaveLength(new Set(keys).size);
});
