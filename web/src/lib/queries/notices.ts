/** What a person was told. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";

import { answer } from "../api/client.ts";
import type { Notice } from "../api/types.ts";
import { useLiveState } from "../live/use-live.ts";
import { useServices } from "../services.ts";
import { itemsOf, mapItems, pageQuery, paging, type Pages } from "./pages.ts";

export const noticesKey = ["notices"];
const PAGE = 50;
const REFRESH_MS = 5_000;
const SELDOM_MS = 60_000;

export function useNotices() {
  const { api } = useServices();
  return useInfiniteQuery({
    queryKey: noticesKey,
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET("/users/me/notices", { params: { query: pageQuery(pageParam, PAGE) }, signal })),
    ...paging,
    refetchInterval: useLiveState() === "live" ? SELDOM_MS : REFRESH_MS,
  });
}

/** How many of the newest notices are unread; as text, because there may be more. */
export function useUnreadCount(): string {
  const { data } = useNotices();
  const unread = itemsOf(data).filter((notice) => !notice.isRead).length;
  return unread >= PAGE ? `${PAGE}+` : unread ? String(unread) : "";
}

export function useReadNotices() {
  const { api } = useServices();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) => answer(api.POST("/users/me/notices/read", { body: { ids } })),
    onMutate: (ids) => {
      void client.cancelQueries({ queryKey: noticesKey });
      client.setQueryData<Pages<Notice>>(noticesKey, (pages) => pages && markRead(pages, ids));
    },
    onSettled: () => client.invalidateQueries({ queryKey: noticesKey }),
  });
}

function markRead(pages: Pages<Notice>, ids: string[]): Pages<Notice> {
  return mapItems(pages, (notice) => (ids.includes(notice.id) ? { ...notice, isRead: true } : notice));
}
