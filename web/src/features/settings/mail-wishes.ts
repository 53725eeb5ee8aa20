/** What can be wished of mail, under the names that people read. */
import type { components } from "../../lib/api/schema.ts";

export type When = components["schemas"]["When"];
export type Kind = keyof components["schemas"]["MailView"];
export type Preferences = components["schemas"]["PreferencesView"];

export const WHEN_NAMES: Record<When, string> = {
  at_once: "At once",
  digest: "In the daily digest",
  never: "Never",
};

export const KIND_NAMES: Record<Kind, string> = {
  assignment: "Tasks given to me or taken from me",
  status: "Changes of status",
  change: "Other changes of tasks",
  comment: "Comments",
  reminder: "Reminders of due dates",
};

export const KINDS = Object.keys(KIND_NAMES) as Kind[];
export const HOURS = Object.fromEntries(
  Array.from({ length: 24 }, (_, hour) => [String(hour), `${String(hour).padStart(2, "0")}:00`]),
);
export const NIGHT = { from: "22:00", to: "07:00" };

/** The time zones that a person may be in: first this device's and the present one, then all. */
export function timeZones(present: string): { likely: string[]; all: string[] } {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const likely = [...new Set([here, present])];
  const all = [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])];
  return { likely, all: all.filter((zone) => !likely.includes(zone)) };
}

/** A time zone's name as people read it: "America/New York". */
export function zoneName(zone: string): string {
  return zone.replaceAll("_", " ");
}
