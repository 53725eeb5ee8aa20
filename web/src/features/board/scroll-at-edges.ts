/** Scrolls a list or the board while a card is held at its edge; loaded after the board, which works without it. */

/** Return a function that ends it. */
export function scrollAtEdges(element: HTMLElement): () => void {
  let hasEnded = false;
  let end: (() => void) | undefined;
  void import("@atlaskit/pragmatic-drag-and-drop-auto-scroll/element").then(({ autoScrollForElements }) => {
    if (!hasEnded) end = autoScrollForElements({ element });
  });
  return () => {
    hasEnded = true;
    end?.();
  };
}
