/** Gives the focus back to a card that lost it by moving to another column. */
import { useEffect, useLayoutEffect, useRef } from "react";

export function useFocusFollows(): (cardId: string) => void {
  const followed = useRef<string | null>(null);
  useLayoutEffect(() => {
    // An element that leaves the document leaves the focus on the body.
    if (followed.current && document.activeElement === document.body) focusCard(followed.current);
  });
  useEffect(() => {
    const forget = () => (followed.current = null);
    document.addEventListener("pointerdown", forget);
    return () => document.removeEventListener("pointerdown", forget);
  }, []);
  return (cardId) => (followed.current = cardId);
}

export function focusFirstCard(): void {
  document.querySelector<HTMLElement>("li:not([hidden]) [data-card]")?.focus();
}

export function focusCard(id: string): void {
  document.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`)?.focus();
}
