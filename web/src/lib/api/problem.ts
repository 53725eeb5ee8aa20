/** What can go wrong between the page and the API, in words for people. */
import type { components } from "./schema.ts";

export type Problem = components["schemas"]["Problem"];

/** The API refused; `problem` is its RFC 9457 answer. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Partial<Problem>,
  ) {
    super(problem.detail || problem.title || `The server answered ${status}.`);
  }

  /** One sentence for each wrong field, by the field's name. */
  get fields(): Record<string, string> {
    return this.problem.errors ?? {};
  }
}

/** No answer came at all. */
export class Unreachable extends Error {
  constructor() {
    super("The server cannot be reached. Check the connection and try again.");
  }
}

/** Put any failure into a sentence that can be shown. */
export function messageOf(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : "Something went wrong.";
  const fields = Object.values(error.fields);
  return fields.length ? fields.join(" ") : error.message;
}

/** Tell whether asking again may help: the way there or the server failed, not the request. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof Unreachable || (error instanceof ApiError && [429, 502, 503, 504].includes(error.status))
  );
}
