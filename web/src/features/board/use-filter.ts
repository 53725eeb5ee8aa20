/** The filter of a board: what its address says, and going to another. */
import { useDeferredValue, useMemo } from "react";
import { useLocation } from "wouter";

import { today } from "../../lib/dates.ts";
import { useActor } from "../../lib/services.ts";
import { EVERYTHING, isFiltering, readFilter, shows, writeFilter, type Filter } from "./filter.ts";

export type BoardFilter = ReturnType<typeof useFilter>;

/** `search` is what stands behind the `?` of the board's address. */
export function useFilter(path: string, search: string) {
  const [, navigate] = useLocation();
  const { id: userId } = useActor();
  const filter = useMemo(() => readFilter(search), [search]);
  const goTo = (next: Filter, options?: { replace: boolean }) =>
    navigate(addressOf(path, writeFilter(next)), options);
  const set = (part: Partial<Filter>) => {
    // Going on typing is no step that one would want to go back to.
    const isTyping = Boolean(filter.q && part.q);
    goTo({ ...filter, ...part }, { replace: isTyping });
  };
  // The box shows each letter at once; hundreds of cards may follow a moment later.
  const shown = useDeferredValue(search);
  const isShown = useMemo(() => shows(readFilter(shown), { today: today(), userId }), [shown, userId]);
  return {
    filter,
    set,
    clear: () => goTo(EVERYTHING),
    isFiltering: isFiltering(filter),
    isShown,
    address: addressOf(path, shown),
    status: readFilter(shown).status,
  };
}

function addressOf(path: string, search: string): string {
  return search ? `${path}?${search}` : path;
}
