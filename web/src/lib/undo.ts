/** What can be taken back, the last change first: by the toast that tells of it, or by the keyboard. */
import { createContext, useContext } from "react";

import { useServices } from "./services.ts";
import type { Toasts } from "./toasts.ts";

const STEPS_KEPT = 50;

export interface Change {
  /** What was done, as a sentence. */
  text: string;
  takeBack: () => void;
}

export class Undo {
  private changes: readonly Change[] = [];

  push(change: Change): void {
    this.changes = [...this.changes.slice(1 - STEPS_KEPT), change];
  }

  drop(change: Change): void {
    this.changes = this.changes.filter((other) => other !== change);
  }

  /** Take back a change, once; without one named, the last. Returns it, if there was one. */
  take(change: Change | undefined = this.changes.at(-1)): Change | undefined {
    if (!change || !this.changes.includes(change)) return undefined;
    this.drop(change);
    change.takeBack();
    return change;
  }
}

export const UndoContext = createContext(new Undo());

export type Tell = (change: Change) => () => void;

/**
 * Return a function that tells of a change and offers to take it back.
 *
 * What it returns withdraws the offer, for when the change was refused.
 */
export function useTellChange(): Tell {
  const undo = useContext(UndoContext);
  const { toasts } = useServices();
  return (change) => tell(undo, toasts, change);
}

function tell(undo: Undo, toasts: Toasts, change: Change): () => void {
  undo.push(change);
  const toast = toasts.tell(change.text, { label: "Undo", run: () => undo.take(change) }, "change");
  return () => {
    undo.drop(change);
    toasts.dismiss(toast);
  };
}

/** Return a function that takes the last change back. */
export function useTakeBack(): () => void {
  const undo = useContext(UndoContext);
  const { toasts } = useServices();
  return () => {
    const change = undo.take();
    toasts.tell(change ? `Taken back: ${change.text}` : "There is nothing to undo.", undefined, "change");
  };
}
