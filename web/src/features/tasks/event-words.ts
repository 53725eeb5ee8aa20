/** Events as sentences: `Ana moved it from Open to In progress`. */
import {
  PRIORITY_NAMES,
  STATUS_NAMES,
  type Priority,
  type Status,
  type TaskEvent,
} from "../../lib/api/types.ts";
import { fullDay } from "../../lib/dates.ts";
import { FIELD_NAMES, type TaskValues } from "./task-values.ts";

export function inWords(event: TaskEvent): string {
  return `${event.actor.name} ${deed(event)}`;
}

function deed(event: TaskEvent): string {
  switch (event.type) {
    case "task.created":
      return "created it";
    case "task.assigned":
      return `assigned it to ${names(event)}`;
    case "task.unassigned":
      return `took it from ${names(event)}`;
    case "task.status_changed":
      return `moved it from ${status(event.before["status"])} to ${status(event.after["status"])}`;
    case "task.updated":
      return edits(event);
    case "task.deleted":
      return "deleted it";
    case "task.restored":
      return "restored it";
    case "task.due_soon":
      return `reminded ${names(event)}: it is due on ${dueDay(event)}`;
    case "task.overdue":
      return `reminded ${names(event)}: it was due on ${dueDay(event)}`;
    case "comment.added":
      return "commented";
    case "comment.edited":
      return "edited a comment";
    case "comment.deleted":
      return "deleted a comment";
    default:
      return event.type.replace(/^.*\./, "").replaceAll("_", " ");
  }
}

function names({ people, actor }: TaskEvent): string {
  return people.map((person) => (person.id === actor.id ? "themselves" : person.name)).join(", ");
}

function dueDay({ after }: TaskEvent): string {
  return fullDay(String(after["dueDate"]));
}

function status(value: unknown): string {
  return STATUS_NAMES[value as Status] ?? String(value);
}

function edits({ after }: TaskEvent): string {
  const fields = Object.keys(after) as (keyof TaskValues | "position")[];
  if (fields.every((field) => field === "position")) return "moved it within its column";
  const named = fields.filter((field): field is keyof TaskValues => field in FIELD_NAMES);
  return named.map((field) => change(field, after[field])).join(", ");
}

function change(field: keyof TaskValues, value: unknown): string {
  const name = FIELD_NAMES[field].toLowerCase();
  if (field === "description" || field === "boardId") return `changed the ${name}`;
  if (field === "labels")
    return (value as string[]).length
      ? `set the labels to ${(value as string[]).join(", ")}`
      : "removed the labels";
  if (value === null) return `removed the ${name}`;
  if (field === "priority") return `set the ${name} to ${PRIORITY_NAMES[value as Priority]}`;
  return `set the ${name} to ${field === "dueDate" ? fullDay(String(value)) : `“${String(value)}”`}`;
}
