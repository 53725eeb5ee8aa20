/** Addresses that a person has given names to, kept in this browser for each person. */
import { useMemo, useSyncExternalStore } from "react";

export interface View {
  name: string;
  /** A path of the page with what is filtered behind its `?`. */
  address: string;
}

const listeners = new Set<() => void>();

export function useViews(userId: string): View[] {
  const stored = useSyncExternalStore(subscribe, () => localStorage.getItem(keyOf(userId)) ?? "[]");
  return useMemo(() => parseViews(stored), [stored]);
}

/** Keep a view; one of the same name is replaced. */
export function saveView(userId: string, view: View): void {
  const others = storedViews(userId).filter(({ name }) => name !== view.name);
  store(userId, [...others, view]);
}

export function deleteView(userId: string, view: View): void {
  store(
    userId,
    storedViews(userId).filter(({ name }) => name !== view.name),
  );
}

function store(userId: string, views: View[]): void {
  localStorage.setItem(keyOf(userId), JSON.stringify(views));
  for (const listener of listeners) listener();
}

function storedViews(userId: string): View[] {
  return parseViews(localStorage.getItem(keyOf(userId)) ?? "[]");
}

/** Whatever else was written there is no view. */
function parseViews(stored: string): View[] {
  try {
    const views: unknown = JSON.parse(stored);
    return Array.isArray(views) ? views.filter(isView) : [];
  } catch {
    return [];
  }
}

function isView(thing: unknown): thing is View {
  const { name, address } = (thing ?? {}) as Partial<View>;
  return typeof name === "string" && typeof address === "string" && address.startsWith("/");
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", listener);
  };
}

function keyOf(userId: string): string {
  return `relayboard.views.${userId}`;
}
