/** Everything that a person sees once they are signed in. */
import { QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";

import { Announcer } from "../components/announcer.tsx";
import { Toaster } from "../components/toaster.tsx";
import { Commands, CommandsContext } from "../lib/commands.ts";
import { createQueryClient } from "../lib/queries/query-client.ts";
import { useServices } from "../lib/services.ts";
import { Undo, UndoContext } from "../lib/undo.ts";
import { CommandCenter } from "./command-center.tsx";
import { Live } from "./live.tsx";
import { Routes } from "./routes.tsx";
import { Shell } from "./shell.tsx";

export function Workspace() {
  const { toasts } = useServices();
  // One per person: what the last one saw must not be shown to the next.
  const [client] = useState(createQueryClient);
  const [commands] = useState(() => new Commands());
  const [undo] = useState(() => new Undo());
  return (
    <QueryClientProvider client={client}>
      <CommandsContext value={commands}>
        <UndoContext value={undo}>
          <Announcer>
            <Live>
              <Shell>
                <Routes />
              </Shell>
              <CommandCenter />
            </Live>
            <Toaster toasts={toasts} />
          </Announcer>
        </UndoContext>
      </CommandsContext>
    </QueryClientProvider>
  );
}
