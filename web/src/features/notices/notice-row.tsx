/** One notice; opening its task marks it as read. */
import { Check } from "lucide-react";
import { Link } from "wouter";

import { IconButton } from "../../components/icon-button.tsx";
import type { Notice } from "../../lib/api/types.ts";
import { ago, clockTime } from "../../lib/dates.ts";

interface Props {
  notice: Notice;
  onRead: () => void;
}

export function NoticeRow({ notice, onRead }: Props) {
  const { isRead, taskId, text, at } = notice;
  const look = `wrap-anywhere ${isRead ? "" : "font-medium"}`;
  return (
    <li className="relative flex items-center gap-3 px-4 py-2.5 compact:py-1.5 first:rounded-t-xl last:rounded-b-xl hover:bg-hover">
      <span className={`size-2 shrink-0 rounded-full ${isRead ? "bg-transparent" : "bg-accent"}`}>
        {!isRead && <span className="sr-only">Unread</span>}
      </span>
      <div className="min-w-0 flex-1">
        {taskId ? (
          <Link
            href={`/tasks/${taskId}`}
            state={{ from: "/notices" }}
            className={`${look} after:absolute after:inset-0`}
            onClick={() => !isRead && onRead()}
          >
            {text}
          </Link>
        ) : (
          <p className={look}>{text}</p>
        )}
        <time dateTime={at} title={clockTime(at)} className="block text-xs text-muted">
          {ago(at)}
        </time>
      </div>
      {!isRead && (
        <IconButton label="Mark as read" className="relative" onClick={onRead}>
          <Check size={16} aria-hidden />
        </IconButton>
      )}
    </li>
  );
}
