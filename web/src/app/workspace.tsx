/** Everything that a person sees once they are signed in. */
import { QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";

import { Announcer } from "../components/announcer.tsx";
import { Toaster } from "../components/toaster.tsx";
import { createQueryClient } from "../lib/queries/query-client.ts";
import { useServices } from "../lib/services.ts";
import { Routes } from "./routes.tsx";
import { Shell } from "./shell.tsx";

export function Workspace() {
  const { toasts } = useServices();
  // One per person: what the last one saw must not be shown to the next.
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <Announcer>
        <Shell>
          <Routes />
        </Shell>
        <Toaster toasts={toasts} />
      </Announcer>
    </QueryClientProvider>
  );
}
