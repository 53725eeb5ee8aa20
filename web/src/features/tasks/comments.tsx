/** What people say about a task. */
import { useState, type KeyboardEvent, type SyntheticEvent } from "react";

import { Button } from "../../components/button.tsx";
import { ErrorAlert } from "../../components/error-alert.tsx";
import { LoadingLines } from "../../components/loading-lines.tsx";
import { MoreButton } from "../../components/more-button.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import type { Task } from "../../lib/api/types.ts";
import { may } from "../../lib/permissions.ts";
import { useAddComment, useComments } from "../../lib/queries/comments.ts";
import { itemsOf } from "../../lib/queries/pages.ts";
import { newIntention } from "../../lib/queries/task-writes.ts";
import { useActor } from "../../lib/services.ts";
import { CommentRow } from "./comment-row.tsx";

export function Comments({ task }: { task: Task }) {
  const actor = useActor();
  const query = useComments(task.id);
  const { data, error, isPending, refetch } = query;
  const comments = itemsOf(data);
  return (
    <section aria-label="Comments">
      <h3 className="mb-2 font-semibold">Comments</h3>
      {isPending && <LoadingLines count={1} />}
      {error && <ErrorAlert onRetry={() => void refetch()}>{messageOf(error)}</ErrorAlert>}
      <ul className="space-y-3">
        {comments.map((comment) => (
          <CommentRow key={comment.id} comment={comment} />
        ))}
      </ul>
      <MoreButton query={query} className="mt-2">
        Later comments
      </MoreButton>
      {!task.deletedAt && may(actor, "comment.add", task) && <NewComment taskId={task.id} />}
    </section>
  );
}

function NewComment({ taskId }: { taskId: string }) {
  const [body, setBody] = useState("");
  const [key, setKey] = useState(newIntention);
  const add = useAddComment(taskId);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!body.trim() || add.isPending) return;
    add.mutate({ body, key }, { onSuccess: () => setBody("") });
  };
  const write = (text: string) => {
    setBody(text);
    setKey(newIntention());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
  };
  return (
    <form className="mt-3 space-y-2" onSubmit={submit}>
      {add.error && <ErrorAlert>{messageOf(add.error)}</ErrorAlert>}
      <textarea
        aria-label="New comment"
        placeholder="Write a comment"
        className="input min-h-16 resize-y"
        maxLength={10_000}
        value={body}
        onChange={({ target }) => write(target.value)}
        onKeyDown={onKeyDown}
      />
      <Button type="submit" isBusy={add.isPending} disabled={!body.trim()}>
        Comment
      </Button>
    </form>
  );
}
