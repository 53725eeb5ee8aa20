/** Which cards of a board are shown, as its address says it. */
import { PRIORITIES, STATUSES, type Priority, type Status, type TaskCard } from "../../lib/api/types.ts";
import { daysBetween } from "../../lib/dates.ts";
import { plain } from "../../lib/find-by-words.ts";

export const DUES = ["overdue", "today", "week", "none"] as const;
export type Due = (typeof DUES)[number];

/** What is `""` filters nothing. */
export interface Filter {
  q: string;
  status: Status | "";
  priority: Priority | "";
  /** A person's id, `me`, or `none` for cards that nobody has. */
  assignee: string;
  label: string;
  due: Due | "";
}

export interface Reader {
  today: string;
  userId: string;
}

export const EVERYTHING: Filter = { q: "", status: "", priority: "", assignee: "", label: "", due: "" };
const FIELDS = Object.keys(EVERYTHING) as (keyof Filter)[];

/** Read the part of an address behind its `?`; what it does not know filters nothing. */
export function readFilter(search: string): Filter {
  const said = new URLSearchParams(search);
  const oneOf = <V extends string>(field: keyof Filter, values: readonly V[]): V | "" =>
    values.find((value) => value === said.get(field)) ?? "";
  return {
    q: said.get("q") ?? "",
    status: oneOf("status", STATUSES),
    priority: oneOf("priority", PRIORITIES),
    assignee: said.get("assignee") ?? "",
    label: said.get("label") ?? "",
    due: oneOf("due", DUES),
  };
}

/** Write a filter as an address has it: `""` when it filters nothing. */
export function writeFilter(filter: Filter): string {
  const said = FIELDS.filter((field) => filter[field]).map((field) => [field, filter[field]]);
  return new URLSearchParams(said).toString();
}

/** How many things a filter asks for besides the words. */
export function countChoices(filter: Filter): number {
  return FIELDS.filter((field) => field !== "q" && filter[field]).length;
}

export function isFiltering(filter: Filter): boolean {
  return Boolean(filter.q.trim()) || countChoices(filter) > 0;
}

/** Return a test that the cards which a filter shows pass. */
export function shows(filter: Filter, reader: Reader): (card: TaskCard) => boolean {
  const words = plain(filter.q).split(/\s+/).filter(Boolean);
  return (card) =>
    (!filter.status || card.status === filter.status) &&
    (!filter.priority || card.priority === filter.priority) &&
    (!filter.label || card.labels.includes(filter.label)) &&
    isWith(card, filter.assignee, reader.userId) &&
    isDue(card, filter.due, reader.today) &&
    words.every((word) => wordsOf(card).includes(word));
}

function isWith({ assignees }: TaskCard, wanted: string, userId: string): boolean {
  if (!wanted) return true;
  if (wanted === "none") return assignees.length === 0;
  const id = wanted === "me" ? userId : wanted;
  return assignees.some((person) => person.id === id);
}

function isDue({ dueDate, status }: TaskCard, wanted: Filter["due"], today: string): boolean {
  if (!wanted) return true;
  if (!dueDate || wanted === "none") return !dueDate && wanted === "none";
  const days = daysBetween(today, dueDate);
  if (wanted === "overdue") return days < 0 && status !== "COMPLETED" && status !== "CLOSED";
  return wanted === "today" ? days === 0 : days >= 0 && days < 7;
}

const known = new WeakMap<TaskCard, string>();

/** Remembered, because hundreds of cards are looked through at every letter. */
function wordsOf(card: TaskCard): string {
  const words = known.get(card) ?? plain([card.title, ...card.labels].join("\n"));
  known.set(card, words);
  return words;
}
