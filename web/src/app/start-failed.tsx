/** Shown when the server cannot be reached at all. */
import { ErrorAlert } from "../components/error-alert.tsx";

export function StartFailed({ onRetry }: { onRetry: () => void }) {
  return (
    <main className="mx-auto max-w-md px-4 py-24">
      <h1 className="mb-3 text-xl font-semibold">Relayboard is not answering</h1>
      <ErrorAlert onRetry={onRetry}>
        The server cannot be reached. Check the connection and try again.
      </ErrorAlert>
    </main>
  );
}
