/** The product's nouns as the API writes them, under the names the page uses. */
import type { components } from "./schema.ts";

type Schemas = components["schemas"];

export type Status = Schemas["Status"];
export type Priority = Schemas["Priority"];
export type Role = Schemas["Role"];
export type PersonRef = Schemas["PersonRefView"];
export type TaskCard = Schemas["TaskCardView"];
export type Task = Schemas["TaskView"];
export type Board = Schemas["BoardView"];
export type Comment = Schemas["CommentView"];
export type TaskEvent = Schemas["EventView"];
export type Delivery = Schemas["DeliveryView"];
export type FailedDelivery = Schemas["FailedDeliveryView"];
export type Redriven = Schemas["RedrivenView"];
export type Person = Schemas["PersonView"];
export type Profile = Schemas["ProfileView"];
export type Notice = Schemas["NoticeView"];
export type PersonalTask = Schemas["PersonalTaskView"];
export type PersonalStatus = Schemas["PersonalStatus"];
export type CreateTask = Schemas["CreateTask"];
export type UpdateTask = Schemas["UpdateTask"];

/** A page of a list, as every list is answered. */
export interface Page<T> {
  items: T[];
  nextCursor?: string | null;
}

export const STATUSES = [
  "OPEN",
  "IN_PROGRESS",
  "UNDER_REVIEW",
  "COMPLETED",
  "CLOSED",
] as const satisfies readonly Status[];
export const PRIORITIES = ["LOW", "MEDIUM", "HIGH", "URGENT"] as const satisfies readonly Priority[];

export const STATUS_NAMES: Record<Status, string> = {
  OPEN: "Open",
  IN_PROGRESS: "In progress",
  UNDER_REVIEW: "Under review",
  COMPLETED: "Completed",
  CLOSED: "Closed",
};

export const PRIORITY_NAMES: Record<Priority, string> = {
  LOW: "Low",
  MEDIUM: "Medium",
  HIGH: "High",
  URGENT: "Urgent",
};

export const ROLE_NAMES: Record<Role, string> = { ADMIN: "Admin", MEMBER: "Member" };
