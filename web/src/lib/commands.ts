/** What can be done here and now; each part of the page says what it offers for as long as it is shown. */
import { createContext, useContext, useEffect, useId, useSyncExternalStore } from "react";

import { SHORTCUTS, type ShortcutId } from "./shortcuts.ts";

export interface Command {
  name: string;
  group: string;
  /** As in `SHORTCUTS`. */
  keys?: readonly string[];
  /** The keys work while a dialog is open; with `everywhere` also while somebody is typing. */
  reach?: "page" | "dialogs" | "everywhere";
  /** Too small a step to be looked for by name. */
  isKeyOnly?: boolean;
  run: () => void;
}

type Listener = () => void;

export class Commands {
  private readonly offers = new Map<string, readonly Command[]>();
  private shown: readonly Command[] = [];
  private readonly listeners = new Set<Listener>();

  readonly subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): readonly Command[] => this.shown;

  /** Offer these instead of what the same owner offered before; what they do is always the latest. */
  offer(owner: string, commands: readonly Command[]): void {
    const before = namesOf(this.offers.get(owner));
    this.offers.set(owner, commands);
    if (namesOf(commands) !== before) this.show();
  }

  withdraw(owner: string): void {
    this.offers.delete(owner);
    this.show();
  }

  private show(): void {
    this.shown = Array.from(this.offers, ([owner, commands]) =>
      commands.map((command, index) => this.lasting(owner, index, command)),
    ).flat();
    for (const listener of this.listeners) listener();
  }

  private lasting(owner: string, index: number, command: Command): Command {
    return { ...command, run: () => this.offers.get(owner)?.[index]?.run() };
  }
}

function namesOf(commands: readonly Command[] | undefined): string | undefined {
  return commands?.map(({ name }) => name).join("\n");
}

export const CommandsContext = createContext(new Commands());

/** A command that runs by the keys of a shortcut and is called as it is. */
export function byShortcut(id: ShortcutId, command: Omit<Command, "name" | "keys">): Command {
  const { name, keys } = SHORTCUTS[id];
  return { name, keys, ...command };
}

/** Offer commands while this part of the page is shown. */
export function useOfferedCommands(commands: readonly Command[]): void {
  const registry = useContext(CommandsContext);
  const owner = useId();
  useEffect(() => registry.offer(owner, commands));
  useEffect(() => () => registry.withdraw(owner), [registry, owner]);
}

export function useCommands(): readonly Command[] {
  const commands = useContext(CommandsContext);
  return useSyncExternalStore(commands.subscribe, commands.snapshot);
}

/** Return a function that does what a shortcut's keys do. */
export function useRun(id: ShortcutId): () => void {
  const commands = useContext(CommandsContext);
  return () =>
    commands
      .snapshot()
      .findLast(({ name }) => name === SHORTCUTS[id].name)
      ?.run();
}
