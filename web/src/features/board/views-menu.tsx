/** Filters that a person has given names to: going to them, keeping the present one, forgetting it. */
import { Bookmark, BookmarkPlus, BookmarkX } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useLocation } from "wouter";

import { Menu, type MenuItem } from "../../components/menu.tsx";
import { useActor } from "../../lib/services.ts";
import { useTellChange } from "../../lib/undo.ts";
import { deleteView, saveView, useViews, type View } from "../../lib/views.ts";
import type { BoardFilter } from "./use-filter.ts";

const NameViewDialog = lazy(() =>
  import("./name-view-dialog.tsx").then((m) => ({ default: m.NameViewDialog })),
);

export function ViewsMenu({ filter }: { filter: BoardFilter }) {
  const { id: userId } = useActor();
  const [, navigate] = useLocation();
  const [isNaming, setNaming] = useState(false);
  const views = useViews(userId);
  const here = views.find(({ address }) => address === filter.address);
  const known: MenuItem[] = views.map((view) => ({
    group: "Views",
    label: view.name,
    isChecked: view === here,
    onSelect: () => navigate(view.address),
  }));
  const items = [...known, ...useEditing(here, filter.isFiltering, () => setNaming(true))];
  if (!items.length) return null;
  return (
    <>
      <Menu
        label="Views"
        className="inline-flex min-h-9 items-center gap-1.5 rounded-lg border border-line bg-surface px-3 text-sm hover:bg-hover"
        items={items}
      >
        <Bookmark size={16} aria-hidden />
        <span className="max-w-40 truncate">{here?.name ?? "Views"}</span>
      </Menu>
      <Suspense>
        {isNaming && <NameViewDialog address={filter.address} onClose={() => setNaming(false)} />}
      </Suspense>
    </>
  );
}

function useEditing(here: View | undefined, isFiltering: boolean, startNaming: () => void): MenuItem[] {
  const { id: userId } = useActor();
  const tell = useTellChange();
  const forget = (view: View) => {
    deleteView(userId, view);
    tell({ text: `Forgot the view “${view.name}”.`, takeBack: () => saveView(userId, view) });
  };
  if (here) {
    const label = `Forget “${here.name}”`;
    return [{ label, icon: <BookmarkX size={16} aria-hidden />, onSelect: () => forget(here) }];
  }
  if (!isFiltering) return [];
  return [{ label: "Save this view", icon: <BookmarkPlus size={16} aria-hidden />, onSelect: startNaming }];
}
