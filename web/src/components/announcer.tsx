/** Speaks to screen readers without showing anything. */
import { createContext, useCallback, useContext, useState, type ReactNode } from "react";

const Announce = createContext<(text: string) => void>(() => undefined);

export function Announcer({ children }: { children: ReactNode }) {
  const [text, setText] = useState("");
  // The same sentence twice must be heard twice; an invisible mark makes it new.
  const announce = useCallback(
    (next: string) => setText((last) => (last === next ? `${next}\u200b` : next)),
    [],
  );
  return (
    <Announce value={announce}>
      {children}
      <div aria-live="assertive" aria-atomic="true" className="sr-only" data-testid="announcer">
        {text}
      </div>
    </Announce>
  );
}

export function useAnnounce(): (text: string) => void {
  return useContext(Announce);
}
