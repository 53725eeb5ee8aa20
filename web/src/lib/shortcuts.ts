/** Every shortcut of the page, as data: its keys, its name, and where it works. The keys, the help and the palette read it. */

export interface Shortcut {
  name: string;
  where: "Anywhere" | "On the board" | "While carrying a card";
  /** Each does it. One stroke is `N`, `Mod+K` (Ctrl, ⌘ on a Mac) or `Escape`; two strokes in turn are `G B`. */
  keys: readonly string[];
}

export const SHORTCUTS = {
  palette: { name: "Find a command or a task", where: "Anywhere", keys: ["Mod+K"] },
  help: { name: "Show the keyboard shortcuts", where: "Anywhere", keys: ["?"] },
  quickAdd: { name: "Add a task", where: "Anywhere", keys: ["N"] },
  undo: { name: "Undo the last change", where: "Anywhere", keys: ["Mod+Z"] },
  goToBoard: { name: "Go to the board", where: "Anywhere", keys: ["G B"] },
  goToMyTasks: { name: "Go to my tasks", where: "Anywhere", keys: ["G M"] },
  goToNotices: { name: "Go to notices", where: "Anywhere", keys: ["G N"] },
  goToPeople: { name: "Go to people", where: "Anywhere", keys: ["G P"] },
  goToTrash: { name: "Go to the trash", where: "Anywhere", keys: ["G T"] },
  goToSettings: { name: "Go to settings", where: "Anywhere", keys: ["G S"] },
  search: { name: "Search the board", where: "On the board", keys: ["/"] },
  down: { name: "Next card", where: "On the board", keys: ["J", "ArrowDown"] },
  up: { name: "Previous card", where: "On the board", keys: ["K", "ArrowUp"] },
  left: { name: "Column to the left", where: "On the board", keys: ["ArrowLeft"] },
  right: { name: "Column to the right", where: "On the board", keys: ["ArrowRight"] },
  open: { name: "Open the card", where: "On the board", keys: ["Enter"] },
  grab: { name: "Grab the card", where: "On the board", keys: ["Space"] },
  carry: {
    name: "Carry it",
    where: "While carrying a card",
    keys: ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"],
  },
  drop: { name: "Drop it here", where: "While carrying a card", keys: ["Space", "Enter"] },
  putBack: { name: "Put it back", where: "While carrying a card", keys: ["Escape", "Tab"] },
} as const satisfies Record<string, Shortcut>;

export type ShortcutId = keyof typeof SHORTCUTS;

type Stroke = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** Write a stroke as `SHORTCUTS` does. */
export function strokeOf({ key, ctrlKey, metaKey, shiftKey, altKey }: Stroke): string {
  const name = key === " " ? "Space" : key.length === 1 ? key.toUpperCase() : key;
  // A character such as `?` has used Shift up; a letter or an arrow has not.
  const isShiftLeft = shiftKey && (key.length > 1 || /\p{L}/u.test(key));
  const held = [(ctrlKey || metaKey) && "Mod", altKey && "Alt", isShiftLeft && "Shift"].filter(Boolean);
  return [...held, name].join("+");
}

/** Tell whether a stroke is, all by itself, one of a shortcut's. */
export function isStrokeOf(id: ShortcutId, stroke: Stroke): boolean {
  return (SHORTCUTS[id].keys as readonly string[]).includes(strokeOf(stroke));
}

/** The first of these shortcuts that a stroke belongs to. */
export function shortcutAmong<I extends ShortcutId>(ids: readonly I[], stroke: Stroke): I | undefined {
  return ids.find((id) => isStrokeOf(id, stroke));
}
