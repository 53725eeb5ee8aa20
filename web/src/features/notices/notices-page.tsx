/** What a person was told, newest first. */
import { CheckCheck } from "lucide-react";

import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorAlert } from "../../components/error-alert.tsx";
import { LoadingLines } from "../../components/loading-lines.tsx";
import { MoreButton } from "../../components/more-button.tsx";
import { PageFrame } from "../../components/page-frame.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import { useNotices, useReadNotices } from "../../lib/queries/notices.ts";
import { itemsOf } from "../../lib/queries/pages.ts";
import { NoticeRow } from "./notice-row.tsx";

const READ_AT_ONCE = 100;

export function NoticesPage() {
  const query = useNotices();
  const { data, error, isPending, isSuccess, refetch } = query;
  const read = useReadNotices();
  const notices = itemsOf(data);
  const unread = notices.filter(({ isRead }) => !isRead).map(({ id }) => id);
  const readAll = (
    <Button isBusy={read.isPending} onClick={() => read.mutate(unread.slice(0, READ_AT_ONCE))}>
      <CheckCheck size={16} aria-hidden />
      Mark all as read
    </Button>
  );
  return (
    <PageFrame title="Notices" actions={unread.length > 0 && readAll}>
      {isPending && <LoadingLines />}
      {error && <ErrorAlert onRetry={() => void refetch()}>{messageOf(error)}</ErrorAlert>}
      {isSuccess && !notices.length && (
        <EmptyState title="No notices">
          You hear here of tasks that you are given, and of what others do with yours.
        </EmptyState>
      )}
      {notices.length > 0 && (
        <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
          {notices.map((notice) => (
            <NoticeRow key={notice.id} notice={notice} onRead={() => read.mutate([notice.id])} />
          ))}
        </ul>
      )}
      <MoreButton query={query} className="mt-3">
        Earlier notices
      </MoreButton>
    </PageFrame>
  );
}
