/** Shows the sign-in pages or the workspace, as the session says; switching off mail needs no session. */
import { lazy, Suspense } from "react";

import { useServices, useSession } from "../lib/services.ts";
import { StartFailed } from "./start-failed.tsx";

const AuthArea = lazy(() =>
  import("../features/auth/auth-area.tsx").then((module) => ({ default: module.AuthArea })),
);
const UnsubscribePage = lazy(() =>
  import("../features/unsubscribing/unsubscribe-page.tsx").then((module) => ({
    default: module.UnsubscribePage,
  })),
);
const Workspace = lazy(() => import("./workspace.tsx").then((module) => ({ default: module.Workspace })));

export function App() {
  const state = useSession();
  const { session } = useServices();
  if (location.pathname === "/unsubscribe") {
    return (
      <Suspense>
        <UnsubscribePage />
      </Suspense>
    );
  }
  if (state.status === "unreachable") return <StartFailed onRetry={() => void session.start()} />;
  if (state.status === "starting") return null;
  return (
    <Suspense>
      {state.status === "signed-in" ? <Workspace key={state.principal.id} /> : <AuthArea />}
    </Suspense>
  );
}
