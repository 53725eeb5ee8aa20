/** May this person do that? Answered from the matrix that the server uses too. */
import { permissions } from "./api/permissions.ts";
import type { Role, Status, TaskCard } from "./api/types.ts";

export type Action = keyof typeof permissions;
export type Relation = "SELF" | "ASSIGNEE" | "OTHER";

interface Actor {
  id: string;
  role: Role;
}

export function isAllowed(role: Role, relation: Relation, action: Action): boolean {
  return (permissions[action].allowed as readonly string[]).includes(`${role}/${relation}`);
}

/** The sentence that says who may. */
export function ruleOf(action: Action): string {
  return permissions[action].rule;
}

/** How a person stands to a task. */
export function relationToTask(actor: Actor, task: Pick<TaskCard, "assignees">): Relation {
  return task.assignees.some((assignee) => assignee.id === actor.id) ? "ASSIGNEE" : "OTHER";
}

/** May this person do that to this task? */
export function may(actor: Actor, action: Action, task: Pick<TaskCard, "assignees">): boolean {
  return isAllowed(actor.role, relationToTask(actor, task), action);
}

/** Name the action that a change of status is: closing and reopening have rules of their own. */
export function moveAction(before: Status, after: Status): Action {
  if (before === after) return "task.move";
  if (after === "CLOSED") return "task.close";
  return before === "CLOSED" ? "task.reopen" : "task.move";
}
