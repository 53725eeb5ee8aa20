import { expect, test } from "vitest";

import { Undo } from "./undo.ts";

function recorded(...names: string[]) {
  const undo = new Undo();
  const takenBack: string[] = [];
  const changes = names.map((text) => ({ text, takeBack: () => void takenBack.push(text) }));
  for (const change of changes) undo.push(change);
  return { undo, changes, takenBack };
}

test("changes are taken back from the last to the first, each once", () => {
  const { undo, takenBack } = recorded("first", "second");
  undo.take();
  undo.take();
  expect(undo.take()).toBeUndefined();
  expect(takenBack).toEqual(["second", "first"]);
});

test("a change taken back by its own toast is not taken back again", () => {
  const { undo, changes, takenBack } = recorded("first", "second");
  undo.take(changes[0]);
  expect(undo.take(changes[0])).toBeUndefined();
  undo.take();
  undo.take();
  expect(takenBack).toEqual(["first", "second"]);
});

test("a change that was refused cannot be taken back", () => {
  const { undo, changes, takenBack } = recorded("first", "refused");
  undo.drop(changes[1]!);
  undo.take();
  expect(takenBack).toEqual(["first"]);
});
