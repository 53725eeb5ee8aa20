/** Days and moments in the reader's own words. A day is a text `yyyy-mm-dd` and has no time zone. */

const DAY_MS = 86_400_000;

/** The day it is where the reader is. */
export function today(now: Date = new Date()): string {
  const month = String(now.getMonth() + 1).padStart(2, "0");
  return `${now.getFullYear()}-${month}-${String(now.getDate()).padStart(2, "0")}`;
}

/** How many days lie between two days; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((utcOf(to) - utcOf(from)) / DAY_MS);
}

/** Tell whether a text is a day that exists. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(utcOf(text)) && dayAfter(text, 0) === text;
}

/** The day that comes `days` after this one. */
export function dayAfter(day: string, days: number): string {
  return new Date(utcOf(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(day: string): number {
  return new Date(utcOf(day)).getUTCDay();
}

/** A day as `today`, `tomorrow`, a weekday within the week, or a date. */
export function dayName(day: string, from: string = today()): string {
  const days = daysBetween(from, day);
  if (Math.abs(days) <= 1) return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(days, "day");
  if (days > 1 && days < 7) return format(day, { weekday: "long" });
  const sameYear = day.slice(0, 4) === from.slice(0, 4);
  return format(day, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
}

/** A day in full, as `Sunday, 22 November 2026`. */
export function fullDay(day: string): string {
  return format(day, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

// Both ways through UTC: `new Date("2026-11-22")` shown in local time is the day before west of Greenwich.
function format(day: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" }).format(utcOf(day));
}

function utcOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** A moment as the reader's clock shows it. */
export function clockTime(moment: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(moment),
  );
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", DAY_MS],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** How long ago a moment was; a date once it is more than a week. */
export function ago(moment: string, now: number = Date.now()): string {
  const passed = now - Date.parse(moment);
  if (passed > 7 * DAY_MS) return dayName(today(new Date(moment)), today(new Date(now)));
  const [unit, length] = STEPS.find(([, step]) => passed >= step) ?? ["second", 1000];
  if (unit === "second") return "just now";
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(-Math.floor(passed / length), unit);
}
