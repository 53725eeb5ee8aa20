/** One comment, with what its reader may do with it. */
import { useState } from "react";

import { Avatar } from "../../components/avatar.tsx";
import { Button } from "../../components/button.tsx";
import { Markdown } from "../../components/markdown.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import type { Comment } from "../../lib/api/types.ts";
import { ago, clockTime } from "../../lib/dates.ts";
import { isAllowed } from "../../lib/permissions.ts";
import { useDeleteComment, useEditComment } from "../../lib/queries/comments.ts";
import { useActor, useServices } from "../../lib/services.ts";

export function CommentRow({ comment }: { comment: Comment }) {
  const [isEditing, setEditing] = useState(false);
  return (
    <li className="flex gap-2.5">
      <Avatar name={comment.author.name} size="size-7" />
      <div className="min-w-0 flex-1">
        <p className="text-sm">
          <span className="font-medium">{comment.author.name}</span>{" "}
          <time dateTime={comment.createdAt} title={clockTime(comment.createdAt)} className="text-muted">
            {ago(comment.createdAt)}
            {comment.version > 1 && ", edited"}
          </time>
        </p>
        {isEditing ? (
          <CommentForm comment={comment} onDone={() => setEditing(false)} />
        ) : (
          <Markdown>{comment.body}</Markdown>
        )}
        {!isEditing && <CommentButtons comment={comment} onEdit={() => setEditing(true)} />}
      </div>
    </li>
  );
}

const BUTTON = "min-h-6 rounded text-muted underline-offset-2 hover:text-ink hover:underline";

function CommentButtons({ comment, onEdit }: { comment: Comment; onEdit: () => void }) {
  const actor = useActor();
  const { toasts } = useServices();
  const remove = useDeleteComment(comment.taskId, comment.id);
  const relation = comment.author.id === actor.id ? "SELF" : "OTHER";
  const onDelete = () => remove.mutate(undefined, { onError: (error) => toasts.complain(messageOf(error)) });
  return (
    <div className="mt-0.5 flex gap-3 text-xs">
      {isAllowed(actor.role, relation, "comment.edit") && (
        <button type="button" className={BUTTON} onClick={onEdit}>
          Edit
        </button>
      )}
      {isAllowed(actor.role, relation, "comment.delete") && (
        <button type="button" className={BUTTON} disabled={remove.isPending} onClick={onDelete}>
          Delete
        </button>
      )}
    </div>
  );
}

function CommentForm({ comment, onDone }: { comment: Comment; onDone: () => void }) {
  const [body, setBody] = useState(comment.body);
  const { toasts } = useServices();
  const edit = useEditComment(comment.taskId, comment.id);
  const save = () =>
    edit.mutate(body, { onSuccess: onDone, onError: (error) => toasts.complain(messageOf(error)) });
  return (
    <div className="mt-1 space-y-2">
      <textarea
        aria-label="Comment"
        autoFocus
        className="input min-h-16 resize-y"
        maxLength={10_000}
        value={body}
        onChange={({ target }) => setBody(target.value)}
      />
      <div className="flex gap-2">
        <Button look="primary" isBusy={edit.isPending} disabled={!body.trim()} onClick={save}>
          Save
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </div>
  );
}
