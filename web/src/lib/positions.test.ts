import { describe, expect, it, test } from "vitest";

import { compareText } from "./compare-text.ts";
import { between, positionAt } from "./positions.ts";

// What the server's own `between` answers; both ends must agree to the letter.
const CASES: [string, string | null, string][] = [
  ["", null, "V"],
  ["", "V", "F"],
  ["V", null, "k"],
  ["z", null, "zV"],
  ["zz", null, "zzV"],
  ["", "1", "0V"],
  ["", "01", "00V"],
  ["", "001", "000V"],
  ["A", "B", "AV"],
  ["A", "A1", "A0V"],
  ["A", "A01", "A00V"],
  ["AV", "B", "Ak"],
  ["Az", "B", "AzV"],
  ["Azz", "B", "AzzV"],
  ["V", "VV", "VF"],
  ["VV", "W", "Vk"],
  ["0001", "0002", "0001V"],
  ["9", "A", "9V"],
  ["Z", "a", "ZV"],
  ["abc", "abd", "abcV"],
  ["a", "c", "b"],
];

test.each(CASES)("between %j and %j is %j, as on the server", (above, below, expected) => {
  expect(between(above, below)).toBe(expected);
});

test("cards dropped anywhere stay in the order in which they were laid", () => {
  const column: { position: string }[] = [];
  let seed = 7;
  for (let drop = 0; drop < 400; drop++) {
    seed = (seed * 48_271) % 2_147_483_647;
    const index = seed % (column.length + 1);
    column.splice(index, 0, { position: positionAt(index, column) });
  }
  const positions = column.map(({ position }) => position);
  expect(positions).toEqual([...new Set(positions)].sort(compareText));
  expect(positions.every((position) => /^[0-9A-Za-z]*[1-9A-Za-z]$/.test(position))).toBe(true);
});

test("cards in the wrong order have no place between them", () => {
  expect(() => between("V", "A")).toThrow(RangeError);
});

describe("a card dropped at the end of what is loaded", () => {
  const column = [{ position: "A" }, { position: "B" }];

  it("goes right under the last one when more cards follow", () => {
    const position = positionAt(2, column, true);
    expect(position > "B" && position < "BW").toBe(true);
  });

  it("goes below everything when nothing follows", () => {
    expect(positionAt(2, column) > "B").toBe(true);
  });
});

test("between two cards that share a position there is room under both", () => {
  const position = positionAt(1, [{ position: "V" }, { position: "V" }, { position: "X" }]);
  expect(position > "V" && position < "X").toBe(true);
});
