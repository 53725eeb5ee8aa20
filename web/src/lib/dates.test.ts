import { afterEach, beforeEach, describe, expect, it, test, vi } from "vitest";

import { ago, dayName, daysBetween, fullDay, today } from "./dates.ts";

// One west and one east of Greenwich: a day read as a moment would move in one of them.
describe.each(["America/Los_Angeles", "Pacific/Auckland"])("in %s", (zone) => {
  const before = process.env["TZ"];
  beforeEach(() => {
    process.env["TZ"] = zone;
  });
  afterEach(() => {
    process.env["TZ"] = before;
    vi.useRealTimers();
  });

  it("shows a due day as the day that was written", () => {
    expect(fullDay("2026-11-22")).toBe("Sunday, 22 November 2026");
  });

  it("takes today from the reader's own calendar", () => {
    const lateEvening = new Date(2026, 10, 21, 23, 30);
    const earlyMorning = new Date(2026, 10, 22, 0, 30);
    expect([today(lateEvening), today(earlyMorning)]).toEqual(["2026-11-21", "2026-11-22"]);
  });

  it("counts days over a change of the clock", () => {
    expect(daysBetween("2026-03-01", "2026-04-01")).toBe(31);
    expect(daysBetween("2026-10-01", "2026-11-10")).toBe(40);
  });

  it("names near days by their distance and others by their date", () => {
    const names = ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-25", "2026-12-24", "2027-01-02"];
    expect(names.map((day) => dayName(day, "2026-11-21"))).toEqual([
      "yesterday",
      "today",
      "tomorrow",
      "Wednesday",
      "24 Dec",
      "2 Jan 2027",
    ]);
  });
});

test.each([
  [20, "just now"],
  [61, "1 minute ago"],
  [2 * 3600, "2 hours ago"],
  [26 * 3600, "yesterday"],
])("a moment %d seconds back reads as %s", (seconds, words) => {
  const now = Date.parse("2026-11-21T12:00:00Z");
  expect(ago(new Date(now - seconds * 1000).toISOString(), now)).toBe(words);
});
