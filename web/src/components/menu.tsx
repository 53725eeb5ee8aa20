/** A button that opens a short list of things to do, on the browser's own popover. */
import { Check } from "lucide-react";
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

export interface MenuItem {
  label: string;
  icon?: ReactNode;
  hint?: string;
  isCurrent?: boolean;
  /** Given: one of its group, of which just one is chosen. */
  isChecked?: boolean;
  /** Those that follow each other under one name stand together under it. */
  group?: string;
  href?: string;
  onSelect?: () => void;
}

interface Props {
  /** The button's accessible name. */
  label: string;
  items: MenuItem[];
  className?: string;
  children: ReactNode;
}

export function Menu({ label, items, className = "", children }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  // A board has hundreds of menus, of which few are ever opened.
  const [hasOpened, setOpened] = useState(false);
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={label}
        aria-haspopup="menu"
        title={label}
        popoverTarget={id}
        className={className}
      >
        {children}
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        className="fixed inset-auto m-0 max-h-[min(28rem,80vh)] min-w-44 overflow-y-auto rounded-lg border border-line bg-surface p-1 text-ink shadow-lift"
        onBeforeToggle={() => setOpened(true)}
        onToggle={(event) => {
          if (event.newState === "open") openAt(list.current!, button.current!);
        }}
        onKeyDown={(event) => walk(event, list.current!)}
      >
        {hasOpened &&
          inGroups(items).map((members) => (
            <Group key={members[0]!.label} name={members[0]!.group}>
              {members.map((item) => (
                <Item key={item.label} item={item} onDone={() => list.current?.hidePopover()} />
              ))}
            </Group>
          ))}
      </div>
    </>
  );
}

function inGroups(items: MenuItem[]): MenuItem[][] {
  const groups: MenuItem[][] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (last && last[0]!.group === item.group) last.push(item);
    else groups.push([item]);
  }
  return groups;
}

function Group({ name, children }: { name: string | undefined; children: ReactNode }) {
  if (!name) return children;
  return (
    <div
      role="group"
      aria-label={name}
      className="my-1 border-y border-line py-1 [&+&]:-mt-1 [&+&]:border-t-0"
    >
      <p aria-hidden className="px-2.5 py-1 text-xs font-medium text-muted">
        {name}
      </p>
      {children}
    </div>
  );
}

function Item({ item, onDone }: { item: MenuItem; onDone: () => void }) {
  const look = `flex w-full items-center gap-2 rounded-md px-2.5 py-1.5 text-left text-sm hover:bg-hover focus:bg-hover ${item.isCurrent ? "font-semibold" : ""}`;
  const content = (
    <>
      {item.icon}
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {item.isChecked && <Check size={15} aria-hidden className="text-accent" />}
      {item.hint && <span className="text-xs text-muted">{item.hint}</span>}
    </>
  );
  if (item.href) {
    return (
      <a
        role="menuitem"
        tabIndex={-1}
        href={item.href}
        target="_blank"
        rel="noreferrer"
        className={look}
        onClick={onDone}
      >
        {content}
      </a>
    );
  }
  const select = () => {
    onDone();
    item.onSelect?.();
  };
  return (
    <button
      role={item.isChecked === undefined ? "menuitem" : "menuitemradio"}
      aria-checked={item.isChecked}
      type="button"
      tabIndex={-1}
      aria-current={item.isCurrent || undefined}
      className={look}
      onClick={select}
    >
      {content}
    </button>
  );
}

const GAP = 4;

function openAt(list: HTMLElement, button: HTMLElement): void {
  const anchor = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = list;
  const below = anchor.bottom + GAP;
  const top = below + height > innerHeight ? Math.max(GAP, anchor.top - height - GAP) : below;
  const left = Math.min(anchor.left, innerWidth - width - GAP);
  Object.assign(list.style, { top: `${top}px`, left: `${Math.max(GAP, left)}px` });
  (list.querySelector<HTMLElement>("[aria-current]") ?? itemsOf(list)[0])?.focus();
}

function walk(event: KeyboardEvent, list: HTMLElement): void {
  const items = itemsOf(list);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: items.length - 1,
  };
  const next =
    steps[event.key] ??
    (event.key.length === 1 && event.key !== " " ? startingWith(event.key, items, at) : undefined);
  // The keys belong to the menu; the card underneath has its own use for them.
  event.stopPropagation();
  if (event.key === "Tab") list.hidePopover();
  if (next === undefined) return;
  event.preventDefault();
  items.at(next % items.length)?.focus();
}

function startingWith(letter: string, items: HTMLElement[], at: number): number | undefined {
  const order = items.map((_, index) => (at + 1 + index) % items.length);
  return order.find((index) => items[index]!.textContent.toLowerCase().startsWith(letter.toLowerCase()));
}

function itemsOf(list: HTMLElement): HTMLElement[] {
  return Array.from(list.querySelectorAll<HTMLElement>("[role^=menuitem]"));
}
