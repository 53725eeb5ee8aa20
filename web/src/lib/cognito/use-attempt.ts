/** One try at something the user pool may refuse. */
import { useState } from "react";

import { poolMessage } from "./messages.ts";

export function useAttempt() {
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const attempt = async (
    work: () => Promise<void>,
    explain: (error: unknown) => string | null = poolMessage,
  ) => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (failure) {
      setError(explain(failure));
    }
    setBusy(false);
  };
  return { error, isBusy, attempt };
}
