/** Puts together what keeps the page up to date; a chunk of its own, for nobody waits for it. */
import type { QueryClient } from "@tanstack/react-query";

import type { Api } from "../api/client.ts";
import { LiveConnection } from "./live-connection.ts";
import type { LiveStatus } from "./live-status.ts";
import { LiveTasks } from "./live-tasks.ts";
import { browserSurroundings } from "./surroundings.ts";

interface Following {
  client: QueryClient;
  api: Api;
  apiBase: string;
  actorId: string;
  status: LiveStatus;
}

/** Return what ends it. */
export function follow({ client, api, apiBase, actorId, status }: Following): () => void {
  const tasks = new LiveTasks(client, api, actorId);
  const connection = new LiveConnection(api, tasks, status, browserSurroundings(apiBase));
  connection.start();
  return () => {
    connection.stop();
    tasks.stop();
  };
}
