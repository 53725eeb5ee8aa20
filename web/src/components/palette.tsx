/** A box to type in over a list that follows; arrows choose, Enter takes. */
import { Search } from "lucide-react";
import { useId, useState, type KeyboardEvent, type ReactNode } from "react";

import { useModal } from "./use-modal.ts";

export interface PaletteItem {
  id: string;
  name: string;
  /** Those of one group stand together. */
  group: string;
  /** Stands at the end of the line. */
  hint?: ReactNode;
  run: () => void;
}

interface Props {
  label: string;
  placeholder: string;
  items: PaletteItem[];
  text: string;
  onText: (text: string) => void;
  onClose: () => void;
}

export function Palette({ label, placeholder, items: unordered, text, onText, onClose }: Props) {
  const listId = useId();
  const items = [...Map.groupBy(unordered, ({ group }) => group).values()].flat();
  const dialog = useModal(onClose);
  const [at, setAt] = useState(0);
  const chosen = Math.min(at, items.length - 1);
  const take = (item: PaletteItem | undefined) => {
    if (!item) return;
    onClose();
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = stepFrom(chosen, event.key, items.length);
    if (event.key === "Enter") take(items[chosen]);
    else if (next !== undefined) {
      setAt(next);
      document.getElementById(optionId(listId, next))?.scrollIntoView({ block: "nearest" });
    } else return;
    event.preventDefault();
  };
  const onChange = (text: string) => {
    onText(text);
    setAt(0);
  };
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      className="mx-auto mt-[12vh] w-[calc(100%-1rem)] max-w-xl overflow-hidden rounded-xl border border-line bg-surface text-ink shadow-lift"
    >
      <Box {...{ listId, label, placeholder, chosen, text, onChange, onKeyDown }} />
      <Options {...{ listId, label, items, chosen }} onTake={take} />
      {!items.length && <p className="px-4 pt-2 pb-5 text-center text-muted">Nothing is called that.</p>}
      <p role="status" className="sr-only">
        {items.length === 1 ? "1 result" : `${items.length} results`}
      </p>
    </dialog>
  );
}

interface BoxProps extends Pick<Props, "label" | "placeholder" | "text"> {
  listId: string;
  /** -1 when there is nothing to choose from. */
  chosen: number;
  onChange: (text: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

function Box({ listId, label, placeholder, chosen, text, onChange, onKeyDown }: BoxProps) {
  return (
    <div className="flex items-center gap-2 border-b border-line px-4">
      <Search size={17} aria-hidden className="shrink-0 text-muted" />
      <input
        data-autofocus
        role="combobox"
        aria-label={label}
        aria-expanded={chosen >= 0}
        aria-controls={listId}
        aria-activedescendant={chosen >= 0 ? optionId(listId, chosen) : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        className="min-h-12 w-full bg-transparent outline-none"
        value={text}
        onChange={({ target }) => onChange(target.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

interface OptionsProps extends Pick<Props, "label" | "items"> {
  listId: string;
  chosen: number;
  onTake: (item: PaletteItem) => void;
}

function Options({ listId, label, items, chosen, onTake }: OptionsProps) {
  const groups = Map.groupBy(
    items.map((item, index) => ({ item, index })),
    ({ item }) => item.group,
  );
  return (
    <div
      id={listId}
      role="listbox"
      aria-label={label}
      className="max-h-[min(24rem,60vh)] overflow-y-auto p-2"
    >
      {Array.from(groups, ([group, members]) => (
        <div key={group} role="group" aria-label={group}>
          <p aria-hidden className="px-2 pt-2 pb-1 text-xs font-medium text-muted">
            {group}
          </p>
          {members.map(({ item, index }) => (
            <button
              key={item.id}
              id={optionId(listId, index)}
              type="button"
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              className={`flex min-h-9 w-full items-center gap-3 rounded-md px-2 py-1.5 text-left text-sm hover:bg-hover ${index === chosen ? "bg-accent-soft" : ""}`}
              // The box keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onTake(item)}
            >
              <span className="min-w-0 flex-1 truncate">{item.name}</span>
              {item.hint}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}

function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

function stepFrom(at: number, key: string, count: number): number | undefined {
  if (!count) return undefined;
  if (key === "ArrowDown") return (at + 1) % count;
  return key === "ArrowUp" ? (at - 1 + count) % count : undefined;
}
