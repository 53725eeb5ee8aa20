/** Where a link in one of our mails leads: it says what will be switched off, and does so when asked to. */
import { useEffect, useState } from "react";

import { Brand } from "../../components/brand.tsx";
import { Button } from "../../components/button.tsx";
import { ErrorAlert } from "../../components/error-alert.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import { useServices } from "../../lib/services.ts";
import { mailingOf, unsubscribe } from "./mailings.ts";

const BROKEN = "This link is not valid. It may have been cut off: copy all of it.";

export function UnsubscribePage() {
  const { config } = useServices();
  const token = new URLSearchParams(location.search).get("token") ?? "";
  const mailing = mailingOf(token);
  const [state, setState] = useState<"asking" | "busy" | "done">("asking");
  const [error, setError] = useState(mailing ? "" : BROKEN);
  useEffect(() => {
    document.title = "Switch off mail · Relayboard";
  }, []);
  const switchOff = () => {
    setState("busy");
    setError("");
    unsubscribe(config.apiBase, token).then(
      () => setState("done"),
      (failure: unknown) => {
        setState("asking");
        setError(messageOf(failure));
      },
    );
  };
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-4 py-10">
      <div className="mb-6 text-lg">
        <Brand />
      </div>
      <div className="w-full max-w-sm space-y-4 rounded-xl border border-line bg-surface p-6 shadow-card">
        <h1 className="text-lg font-semibold tracking-tight">Switch off mail</h1>
        {error && <ErrorAlert>{error}</ErrorAlert>}
        {mailing && state !== "done" && (
          <>
            <p>You will no longer get {mailing}. Everything else stays as it is.</p>
            <Button look="primary" className="w-full" isBusy={state === "busy"} onClick={switchOff}>
              Switch it off
            </Button>
          </>
        )}
        {state === "done" && <p role="status">Done: you no longer get {mailing}.</p>}
      </div>
      <p className="mt-5 text-sm">
        <a href="/settings" className="link">
          All mail settings
        </a>
      </p>
    </main>
  );
}
