// What is asked and answered, with zod.
import { z } from "zod/mini";

export const STATUSES = ["OPEN", "IN_PROGRESS", "UNDER_REVIEW", "COMPLETED", "CLOSED"];
const PRIORITIES = ["LOW", "MEDIUM", "HIGH", "URGENT"];
const LINE = /^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*[^\x00-\x1f\x7f-\x9f\u2028\u2029\s][^\x00-\x1f\x7f-\x9f\u2028\u2029]*$/;
const text = (min, max) => z.string().check(z.minLength(min), z.maxLength(max));
const line = (max) => text(1, max).check(z.regex(LINE));
const id = text(1, 64);

export const ListTasks = z.strictObject({
  status: z.enum(STATUSES),
  board: z._default(id, "main"),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50),
  cursor: z.optional(text(0, 2000)),
});

export const CreateTask = z.strictObject({
  title: line(200),
  boardId: z._default(id, "main"),
  description: z._default(text(0, 10000), ""),
  priority: z._default(z.enum(PRIORITIES), "MEDIUM"),
  dueDate: z._default(z.nullable(z.iso.date()), null),
  labels: z._default(z.array(line(50)).check(z.maxLength(20)), []),
  position: z.optional(text(1, 64)),
  assigneeIds: z._default(z.array(id).check(z.maxLength(25)), []),
});

const person = ({ id, name }) => ({ id, name });

export function card(item) {
  const { boardId, title, status, priority, dueDate, labels, position, version } = item;
  const { createdAt, updatedAt, completedAt, deletedAt } = item;
  return {
    id: item.id, boardId, title, status, priority, dueDate, labels, assignees: item.assignees.map(person),
    position, createdBy: person(item.createdBy), version, createdAt, updatedAt, completedAt, deletedAt,
  };
}
