/** One person's work in the order in which it is due, team tasks and personal tasks together. */
import type { PersonalTask, TaskCard } from "../../lib/api/types.ts";
import { compareText } from "../../lib/compare-text.ts";
import { daysBetween } from "../../lib/dates.ts";

export type AgendaItem =
  | { kind: "team"; id: string; dueDate: string | null; isDone: boolean; task: TaskCard }
  | { kind: "personal"; id: string; dueDate: string | null; isDone: boolean; task: PersonalTask };

export interface AgendaGroup {
  name: string;
  items: AgendaItem[];
}

const GROUPS = ["Overdue", "Today", "Next 7 days", "Later", "No due date", "Done"] as const;

/** Sorts after every day. */
const UNDATED = "~";

export function agenda(cards: TaskCard[], personal: PersonalTask[], today: string): AgendaGroup[] {
  const items: AgendaItem[] = [
    ...cards.map((task) => {
      const isDone = task.status === "COMPLETED" || task.status === "CLOSED";
      return { kind: "team" as const, id: task.id, dueDate: task.dueDate, isDone, task };
    }),
    ...personal.map((task) => ({
      kind: "personal" as const,
      id: task.id,
      dueDate: task.dueDate,
      isDone: task.status === "done",
      task,
    })),
  ];
  items.sort((a, b) => compareText(a.dueDate ?? UNDATED, b.dueDate ?? UNDATED) || compareText(a.id, b.id));
  const groups = GROUPS.map((name) => ({
    name,
    items: items.filter((item) => groupOf(item, today) === name),
  }));
  return groups.filter((group) => group.items.length > 0);
}

function groupOf({ dueDate, isDone }: AgendaItem, today: string): (typeof GROUPS)[number] {
  if (isDone) return "Done";
  if (!dueDate) return "No due date";
  const days = daysBetween(today, dueDate);
  if (days < 0) return "Overdue";
  if (days === 0) return "Today";
  return days <= 7 ? "Next 7 days" : "Later";
}
