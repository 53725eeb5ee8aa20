/** Reads one line as a task: what it says about priority, day, people and labels is taken out of the title. */
import type { PersonRef, Priority } from "../../lib/api/types.ts";
import { PRIORITY_NAMES } from "../../lib/api/types.ts";
import { dayAfter, dayName, isDay, weekdayOf } from "../../lib/dates.ts";
import { plain } from "../../lib/find-by-words.ts";

/** What a word was taken for; shown before anything is saved. */
export interface Chip {
  kind: "priority" | "due" | "label" | "person" | "unclear" | "unknown";
  /** As it stands in the line. */
  word: string;
  name: string;
  /** Whom it may mean, when that is unclear. */
  people?: PersonRef[];
}

export interface Reading {
  title: string;
  priority: Priority;
  dueDate: string | null;
  labels: string[];
  assignees: PersonRef[];
  chips: Chip[];
}

export interface Surroundings {
  today: string;
  people: readonly PersonRef[];
  /** Words that are meant as they stand. */
  literal: ReadonlySet<string>;
}

const PRIORITIES: Record<string, Priority> = { p1: "URGENT", p2: "HIGH", p3: "MEDIUM", p4: "LOW" };
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const LABEL_LENGTH = 50;

export function parse(line: string, around: Surroundings): Reading {
  const reading: Reading = {
    title: "",
    priority: "MEDIUM",
    dueDate: null,
    labels: [],
    assignees: [],
    chips: [],
  };
  const title: string[] = [];
  for (const word of line.split(/\s+/).filter(Boolean)) {
    const isTaken = !around.literal.has(word) && take(word, reading, around);
    if (!isTaken) title.push(word);
    // “Call on Monday” is about calling, not about calling on.
    else if (dayOf(word.toLowerCase(), around.today) && /^(on|by|due)$/i.test(title.at(-1) ?? ""))
      title.pop();
  }
  reading.title = title.join(" ");
  return reading;
}

/** Put what a word says into the reading; tell whether it says anything. */
function take(word: string, reading: Reading, around: Surroundings): boolean {
  const small = word.toLowerCase();
  const priority = PRIORITIES[small];
  const day = dayOf(small, around.today);
  if (priority) {
    reading.priority = priority;
    addOnly(reading, { kind: "priority", word, name: PRIORITY_NAMES[priority] });
  } else if (day) {
    reading.dueDate = day;
    addOnly(reading, { kind: "due", word, name: dayName(day, around.today) });
  } else if (/^#./.test(word)) takeLabel(word, reading);
  else if (/^@./.test(word)) return takePerson(word, reading, around.people);
  else return false;
  return true;
}

function takeLabel(word: string, reading: Reading): void {
  const label = word.slice(1, LABEL_LENGTH + 1);
  if (reading.labels.includes(label)) return;
  reading.labels.push(label);
  reading.chips.push({ kind: "label", word, name: label });
}

/** A word that means nobody stays in the title. */
function takePerson(word: string, reading: Reading, people: readonly PersonRef[]): boolean {
  const meant = peopleCalled(word.slice(1), people);
  const [person] = meant;
  if (!person) reading.chips.push({ kind: "unknown", word, name: `Nobody is called ${word.slice(1)}` });
  else if (meant.length > 1)
    reading.chips.push({ kind: "unclear", word, name: `Which ${word.slice(1)}?`, people: meant });
  else if (!reading.assignees.some(({ id }) => id === person.id)) {
    reading.assignees.push({ id: person.id, name: person.name });
    reading.chips.push({ kind: "person", word, name: person.name });
  }
  return meant.length > 0;
}

/** The word that means just this person. */
export function wordFor(person: PersonRef): string {
  return `@${person.name.trim().replaceAll(/\s+/g, ".")}`;
}

/** Whoever is called so in full, else all of whom a name begins so. */
function peopleCalled(text: string, people: readonly PersonRef[]): PersonRef[] {
  const wanted = plain(text);
  const inFull = people.filter((person) => plain(wordFor(person)) === `@${wanted}`);
  if (inFull.length) return inFull;
  const byName = people.filter((person) => namesOf(person).includes(wanted));
  if (byName.length) return byName;
  return people.filter((person) => namesOf(person).some((name) => name.startsWith(wanted)));
}

function namesOf(person: PersonRef): string[] {
  return plain(person.name).split(/\s+/);
}

function dayOf(word: string, today: string): string | null {
  if (word === "today") return today;
  if (word === "tomorrow") return dayAfter(today, 1);
  if (isDay(word)) return word;
  const weekday = WEEKDAYS.indexOf(word);
  // The next one; a Monday's “monday” is a week away.
  return weekday < 0 ? null : dayAfter(today, ((weekday - weekdayOf(today) + 6) % 7) + 1);
}

/** Of priorities and days the last one counts. */
function addOnly(reading: Reading, chip: Chip): void {
  reading.chips = [...reading.chips.filter(({ kind }) => kind !== chip.kind), chip];
}
