/** Lists that come in pages. */
import type { InfiniteData } from "@tanstack/react-query";

import type { Page } from "../api/types.ts";

export type Pages<T> = InfiniteData<Page<T>, string | null>;

/** What an infinite query over `Page`s always says. */
export const paging = {
  initialPageParam: null as string | null,
  getNextPageParam: (last: { nextCursor?: string | null }) => last.nextCursor ?? undefined,
};

/** The query string of a page. */
export function pageQuery(cursor: string | null, limit: number): { limit: number; cursor?: string } {
  return cursor ? { limit, cursor } : { limit };
}

export function itemsOf<T>(loaded: { pages: Page<T>[] } | undefined): T[] {
  return loaded?.pages.flatMap((page) => page.items) ?? [];
}

/** Return the same pages with each item run through `change`; `null` takes it out. */
export function mapItems<T>(pages: Pages<T>, change: (item: T) => T | null): Pages<T> {
  const changed = pages.pages.map((page) => ({
    ...page,
    items: page.items.map(change).filter((item): item is NonNullable<typeof item> => item !== null),
  }));
  return { ...pages, pages: changed };
}
