/** Listens to the keyboard, and shows what opens over every page: the palette and the help. */
import { lazy, Suspense, useContext, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { useHistoryState } from "wouter/use-browser-location";

import { CommandsContext } from "../lib/commands.ts";
import { Keyboard, placeOf } from "../lib/keyboard.ts";
import { MAIN_BOARD } from "../lib/queries/boards.ts";
import { useAppCommands, type Overlay } from "./use-app-commands.ts";

const loadPalette = () => import("./command-palette.tsx").then((m) => ({ default: m.CommandPalette }));
const CommandPalette = lazy(loadPalette);
const loadQuickAdd = () =>
  import("../features/quick-add/quick-add.tsx").then((m) => ({ default: m.QuickAdd }));
const QuickAdd = lazy(loadQuickAdd);
const ShortcutsHelp = lazy(() => import("./shortcuts-help.tsx").then((m) => ({ default: m.ShortcutsHelp })));

export function CommandCenter() {
  const [open, setOpen] = useState<Overlay | null>(null);
  const boardId = useShownBoard();
  const close = () => setOpen(null);
  useAppCommands((overlay) => setOpen((now) => (now === overlay ? null : overlay)));
  useKeyboard();
  useEffect(preload, []);
  return (
    <Suspense>
      {open === "palette" && <CommandPalette onClose={close} />}
      {open === "quick-add" && <QuickAdd boardId={boardId} onClose={close} />}
      {open === "help" && <ShortcutsHelp onClose={close} />}
    </Suspense>
  );
}

function useKeyboard(): void {
  const commands = useContext(CommandsContext);
  useEffect(() => {
    const keyboard = new Keyboard(commands.snapshot);
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.repeat) return;
      const command = keyboard.commandFor(event, placeOf(event.target));
      if (!command) return;
      event.preventDefault();
      command.run();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [commands]);
}

/** The board that is shown, also when it lies behind a task; elsewhere the main one. */
function useShownBoard(): string {
  const [location] = useLocation();
  const from = useHistoryState<{ from?: string } | null>()?.from ?? "";
  const path = location.startsWith("/tasks/") ? from : location;
  return /^\/boards\/([^/?]+)/.exec(path)?.[1] ?? MAIN_BOARD;
}

/** What opens by a stroke must be there before the next one; where it cannot be had now, opening asks again. */
function preload(): () => void {
  const timer = setTimeout(() => void Promise.allSettled([loadPalette(), loadQuickAdd()]), 500);
  return () => clearTimeout(timer);
}
