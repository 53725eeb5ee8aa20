/** Whether the page hears of changes as they happen; where it does, it need not ask again and again. */
import { createContext, useContext, useSyncExternalStore } from "react";

import type { LiveState, LiveStatus } from "./live-status.ts";

export const LiveContext = createContext<LiveStatus | null>(null);

const never = () => () => undefined;
const away = (): LiveState => "away";

export function useLiveState(): LiveState {
  const status = useContext(LiveContext);
  return useSyncExternalStore(status?.subscribe ?? never, status?.snapshot ?? away);
}

/** How often to ask for what may have changed elsewhere, in ms; not at all while one is told. */
export function useRefreshInterval(ms: number): number | false {
  return useLiveState() === "live" ? false : ms;
}
