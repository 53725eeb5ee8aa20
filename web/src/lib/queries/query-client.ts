/** How answers are kept: shown at once, asked for again in the background. */
import { QueryClient } from "@tanstack/react-query";

import { isPassing } from "../api/problem.ts";

const TRIES_AGAIN = 2;

function retry(count: number, error: Error): boolean {
  return count < TRIES_AGAIN && isPassing(error);
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 5_000, retry },
      // Safe, because every POST carries its idempotency key from the start.
      mutations: { retry },
    },
  });
}
