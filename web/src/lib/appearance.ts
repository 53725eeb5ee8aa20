/** How the page looks to this reader, kept in this browser; `public/appearance.js` applies it before the first paint. */
import { useSyncExternalStore } from "react";

export const LOOKS = {
  theme: { system: "System", light: "Light", dark: "Dark" },
  density: { comfortable: "Comfortable", compact: "Compact" },
} as const;

export type Aspect = keyof typeof LOOKS;
export type Look<A extends Aspect> = keyof (typeof LOOKS)[A] & string;

const listeners = new Set<() => void>();

/** Each aspect's first look is the one that nobody has to choose. */
export function looksOf<A extends Aspect>(aspect: A): Look<A>[] {
  return Object.keys(LOOKS[aspect]) as Look<A>[];
}

export function nameOfLook<A extends Aspect>(aspect: A, look: Look<A>): string {
  return String(LOOKS[aspect][look]);
}

export function chooseLook<A extends Aspect>(aspect: A, look: Look<A>): void {
  if (look === looksOf(aspect)[0]) localStorage.removeItem(keyOf(aspect));
  else localStorage.setItem(keyOf(aspect), look);
  apply(aspect);
  for (const listener of listeners) listener();
}

export function useLook<A extends Aspect>(aspect: A): Look<A> {
  return useSyncExternalStore(subscribe, () => lookOf(aspect));
}

function lookOf<A extends Aspect>(aspect: A): Look<A> {
  const [usual, ...others] = looksOf(aspect);
  return others.find((look) => look === document.documentElement.dataset[aspect]) ?? usual!;
}

function apply(aspect: Aspect): void {
  const chosen = localStorage.getItem(keyOf(aspect));
  if (chosen) document.documentElement.dataset[aspect] = chosen;
  else delete document.documentElement.dataset[aspect];
}

function subscribe(listener: () => void): () => void {
  // Another tab may have chosen while this one was loading.
  applyAll();
  listeners.add(listener);
  addEventListener("storage", followOtherTabs);
  return () => {
    listeners.delete(listener);
    if (!listeners.size) removeEventListener("storage", followOtherTabs);
  };
}

function followOtherTabs(): void {
  applyAll();
  for (const listener of listeners) listener();
}

function applyAll(): void {
  for (const aspect of Object.keys(LOOKS) as Aspect[]) apply(aspect);
}

function keyOf(aspect: Aspect): string {
  return `relayboard.${aspect}`;
}
