/** Adding tasks: on the board at once, under an id of their own until the server has given them one. */
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { answer } from "../api/client.ts";
import { isPassing, messageOf } from "../api/problem.ts";
import type { CreateTask, PersonRef, Task, TaskCard } from "../api/types.ts";
import { between } from "../positions.ts";
import { useActor, useServices } from "../services.ts";
import { useTellChange } from "../undo.ts";
import { draftId, knownCards, placeTask, removeTask } from "./task-cache.ts";
import { inOrder, settle, show, WRITE } from "./task-write-order.ts";
import { useRetractTask } from "./task-writes.ts";

export interface Addition {
  /** The same for every try to add the same task. */
  key: string;
  title: string;
  boardId: string;
  priority: NonNullable<CreateTask["priority"]>;
  dueDate: string | null;
  labels: string[];
  assignees: PersonRef[];
}

/** Return a function that adds a task, and fails as the server does. */
export function useAddTask(): (addition: Addition) => Promise<Task> {
  const { api, toasts } = useServices();
  const client = useQueryClient();
  const actor = useActor();
  const tell = useTellChange();
  const retract = useRetractTask();
  const { mutateAsync } = useMutation({
    mutationKey: WRITE,
    scope: inOrder,
    mutationFn: ({ key, assignees, ...content }: Addition) => {
      const body = { ...content, assigneeIds: assignees.map(({ id }) => id) };
      return answer(api.POST("/tasks", { body, headers: { "Idempotency-Key": key } }));
    },
    onSuccess: (task, { key }) => {
      removeTask(client, draftId(key));
      placeTask(client, task);
      tell({ text: `Added “${task.title}”.`, takeBack: () => retract.mutate(task) });
    },
    onError: (error, addition) => {
      removeTask(client, draftId(addition.key));
      const again = { label: "Try again", run: () => void add(addition).catch(() => undefined) };
      const reason = `“${addition.title}” was not added: ${messageOf(error)}`;
      toasts.complain(reason, isPassing(error) ? again : undefined);
    },
    onSettled: (task) => settle(client, task),
  });
  const add = (addition: Addition) => {
    const above = knownCards(client)
      .filter(({ boardId, status }) => boardId === addition.boardId && status === "OPEN")
      .reduce<string | null>((top, { position }) => (top === null || position < top ? position : top), null);
    show(client, draft(addition, between("", above), { id: actor.id, name: actor.name }));
    return mutateAsync(addition);
  };
  return add;
}

function draft({ key, ...content }: Addition, position: string, createdBy: PersonRef): TaskCard {
  const now = new Date().toISOString();
  const fresh = { status: "OPEN", version: 0, completedAt: null, deletedAt: null } as const;
  return { ...content, ...fresh, id: draftId(key), position, createdBy, createdAt: now, updatedAt: now };
}
