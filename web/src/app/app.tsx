/** Shows the sign-in pages or the workspace, as the session says. */
import { lazy, Suspense } from "react";

import { useServices, useSession } from "../lib/services.ts";
import { StartFailed } from "./start-failed.tsx";

const AuthArea = lazy(() =>
  import("../features/auth/auth-area.tsx").then((module) => ({ default: module.AuthArea })),
);
const Workspace = lazy(() => import("./workspace.tsx").then((module) => ({ default: module.Workspace })));

export function App() {
  const state = useSession();
  const { session } = useServices();
  if (state.status === "unreachable") return <StartFailed onRetry={() => void session.start()} />;
  if (state.status === "starting") return null;
  return (
    <Suspense>
      {state.status === "signed-in" ? <Workspace key={state.principal.id} /> : <AuthArea />}
    </Suspense>
  );
}
