/** Brings what is on the screen up to date with what happened elsewhere: one request for each task, none for others. */
import type { QueryClient } from "@tanstack/react-query";

import { answer, type Api } from "../api/client.ts";
import { ApiError } from "../api/problem.ts";
import type { Task, TaskCard } from "../api/types.ts";
import { noticesKey } from "../queries/notices.ts";
import { itemsOf, type Pages } from "../queries/pages.ts";
import { findCard, placeTask, removeTask, taskKeys } from "../queries/task-cache.ts";
import { WRITE } from "../queries/task-write-order.ts";
import type { LiveMessage } from "./live-connection.ts";

const GATHER_MS = 60;
/** While the reader's own writes, or whole columns, are under way, what comes in would be overwritten. */
const BUSY_MS = 120;
/** Notices are written a moment after what they tell of. */
const NOTICES_MS = 1_500;
const MOST_AT_ONCE = 12;

export class LiveTasks {
  private readonly waiting = new Map<string, LiveMessage[]>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private noticesTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly client: QueryClient,
    private readonly api: Api,
    private readonly actorId: string,
  ) {}

  readonly heard = (messages: LiveMessage[]): void => {
    for (const message of messages) {
      this.waiting.set(message.taskId, [...(this.waiting.get(message.taskId) ?? []), message]);
    }
    this.timer ??= setTimeout(() => this.look(), GATHER_MS);
    this.noticesTimer ??= setTimeout(() => this.askForNotices(), NOTICES_MS);
  };

  readonly lost = (): void => {
    this.waiting.clear();
    void this.client.invalidateQueries({ queryKey: taskKeys.all });
    void this.client.invalidateQueries({ queryKey: noticesKey });
  };

  stop(): void {
    clearTimeout(this.timer);
    clearTimeout(this.noticesTimer);
    this.timer = this.noticesTimer = undefined;
  }

  private look(): void {
    this.timer = undefined;
    if (this.isBusy()) {
      this.timer = setTimeout(() => this.look(), BUSY_MS);
      return;
    }
    const changed = [...this.waiting];
    this.waiting.clear();
    if (changed.length > MOST_AT_ONCE) return this.lost();
    for (const [taskId, messages] of changed) void this.bring(taskId, messages);
  }

  private isBusy(): boolean {
    const { client } = this;
    return (
      client.isMutating({ mutationKey: WRITE }) > 0 || client.isFetching({ queryKey: taskKeys.columns }) > 0
    );
  }

  private async bring(taskId: string, messages: LiveMessage[]): Promise<void> {
    void this.client.invalidateQueries({ queryKey: taskKeys.events(taskId) });
    if (messages.some(({ type }) => type.startsWith("comment."))) {
      void this.client.invalidateQueries({ queryKey: taskKeys.comments(taskId) });
    }
    const changes = messages.filter(({ type }) => type.startsWith("task."));
    if (changes.every(({ at }) => this.isKnown(taskId, at))) return;
    if (changes.some(({ type }) => type === "task.deleted" || type === "task.restored")) {
      void this.client.invalidateQueries({ queryKey: taskKeys.trash });
    }
    if (changes.at(-1)?.type === "task.deleted") return this.takeAway(taskId);
    try {
      const params = { path: { taskId } };
      const task = await answer(this.api.GET("/tasks/{taskId}", { params }));
      if (task.deletedAt) this.takeAway(taskId);
      else this.place(task);
    } catch (error) {
      if (error instanceof ApiError && [403, 404].includes(error.status)) this.takeAway(taskId);
      else void this.client.invalidateQueries({ queryKey: taskKeys.all });
    }
  }

  /** Tell whether the screen already shows a change: most often because it was made here. */
  private isKnown(taskId: string, at: string): boolean {
    const card = findCard(this.client, taskId);
    return !!card && (card.updatedAt === at || Date.parse(card.updatedAt) > Date.parse(at));
  }

  private place(task: Task): void {
    if (this.isBusy()) {
      // The reader has begun a write, whose end asks for everything anew.
      void this.client.invalidateQueries({ queryKey: taskKeys.one(task.id), refetchType: "none" });
      return;
    }
    placeTask(this.client, task);
    const mine = itemsOf(this.client.getQueryData<Pages<TaskCard>>(taskKeys.mine));
    const isMine = task.assignees.some(({ id }) => id === this.actorId);
    if (isMine !== mine.some(({ id }) => id === task.id)) {
      void this.client.invalidateQueries({ queryKey: taskKeys.mine });
    }
  }

  private takeAway(taskId: string): void {
    removeTask(this.client, taskId);
    this.client.removeQueries({ queryKey: taskKeys.one(taskId), type: "inactive" });
    void this.client.invalidateQueries({ queryKey: taskKeys.one(taskId), exact: true });
  }

  private askForNotices(): void {
    this.noticesTimer = undefined;
    void this.client.invalidateQueries({ queryKey: noticesKey });
  }
}
