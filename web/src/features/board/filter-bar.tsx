/** Looks for cards by words, and shows only those of a status, a person, a label and so on. */
import { ListFilter, Search, X } from "lucide-react";
import { lazy, Suspense, useState, type KeyboardEvent } from "react";

import { Button } from "../../components/button.tsx";
import type { TaskCard } from "../../lib/api/types.ts";
import { byShortcut, useOfferedCommands } from "../../lib/commands.ts";
import { countChoices } from "./filter.ts";
import type { BoardFilter } from "./use-filter.ts";
import { ViewsMenu } from "./views-menu.tsx";

const FilterChoices = lazy(() => import("./filter-choices.tsx").then((m) => ({ default: m.FilterChoices })));

interface Props {
  filter: BoardFilter;
  /** All that are loaded: they say which people and labels there are. */
  cards: TaskCard[];
  onLeaveDown: () => void;
}

export function FilterBar({ filter, cards, onLeaveDown }: Props) {
  const choices = countChoices(filter.filter);
  const [isWide, setWide] = useState(choices > 0);
  return (
    <search aria-label="Cards" className="mb-3 flex flex-wrap items-center gap-2">
      <SearchBox text={filter.filter.q} onText={(q) => filter.set({ q })} onLeaveDown={onLeaveDown} />
      <Button aria-expanded={isWide} onClick={() => setWide(!isWide)}>
        <ListFilter size={16} aria-hidden />
        Filter
        {choices > 0 && (
          <span className="rounded-full bg-accent px-1.5 text-xs leading-5 font-semibold text-on-accent">
            {choices}
            <span className="sr-only"> chosen</span>
          </span>
        )}
      </Button>
      <ViewsMenu filter={filter} />
      {filter.isFiltering && (
        <Button look="ghost" onClick={filter.clear}>
          <X size={16} aria-hidden />
          Clear
        </Button>
      )}
      <Suspense>
        {isWide && <FilterChoices filter={filter.filter} cards={cards} onChange={filter.set} />}
      </Suspense>
    </search>
  );
}

const SEARCH_BOX = "board-search";

function searchBox(): HTMLInputElement | null {
  return document.querySelector(`#${SEARCH_BOX}`);
}

interface BoxProps {
  text: string;
  onText: (text: string) => void;
  onLeaveDown: () => void;
}

function SearchBox({ text, onText, onLeaveDown }: BoxProps) {
  useOfferedCommands([byShortcut("search", { group: "Board", run: () => searchBox()?.select() })]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") onLeaveDown();
    else if (event.key !== "Escape") return;
    else if (text) onText("");
    else searchBox()?.blur();
    event.preventDefault();
  };
  return (
    <div className="relative min-w-40 flex-1 sm:max-w-72">
      <Search size={16} aria-hidden className="absolute top-1/2 left-2.5 -translate-y-1/2 text-muted" />
      <input
        id={SEARCH_BOX}
        type="search"
        aria-label="Search the board"
        placeholder="Search"
        className="input min-h-9 py-1 pl-8"
        maxLength={200}
        value={text}
        onChange={({ target }) => onText(target.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
