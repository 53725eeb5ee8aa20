/** Keeps everything below up to date with what others do. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";

import { LiveStatus } from "../lib/live/live-status.ts";
import { LiveContext, useLiveState } from "../lib/live/use-live.ts";
import { useActor, useServices } from "../lib/services.ts";

const QUIET_MS = 4_000;

export function Live({ children }: { children: ReactNode }) {
  const { api, config } = useServices();
  const { id: actorId } = useActor();
  const client = useQueryClient();
  const [status] = useState(() => new LiveStatus());
  const { apiBase } = config;
  useEffect(() => {
    const following = import("../lib/live/follow.ts").then(({ follow }) =>
      follow({ client, api, apiBase, actorId, status }),
    );
    return () => void following.then((end) => end());
  }, [client, api, apiBase, actorId, status]);
  return <LiveContext value={status}>{children}</LiveContext>;
}

/** Says so when changes of others come late; a moment without connection is nothing to speak of. */
export function LiveNote() {
  const isAway = useLiveState() === "away";
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(isAway), isAway ? QUIET_MS : 0);
    return () => clearTimeout(timer);
  }, [isAway]);
  return (
    <p role="status" className="text-xs text-muted">
      {isShown && isAway && "Reconnecting …"}
    </p>
  );
}
