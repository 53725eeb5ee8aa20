/** The API as typed calls; adds the token, the idempotency key, and turns refusals into errors. */
import createClient, { type Client } from "openapi-fetch";

import { randomId } from "../random-id.ts";
import { ApiError, Unreachable } from "./problem.ts";
import type { paths } from "./schema.ts";

export type Api = Client<paths>;

interface TokenSource {
  idToken(): Promise<string>;
  renew(): Promise<{ idToken: string }>;
}

export function createApi(baseUrl: string, tokens: TokenSource): Api {
  return createClient<paths>({ baseUrl, fetch: (request) => send(request, tokens) });
}

async function send(request: Request, tokens: TokenSource): Promise<Response> {
  if (request.method === "POST" && !request.headers.has("Idempotency-Key")) {
    request.headers.set("Idempotency-Key", randomId());
  }
  const again = request.clone();
  const response = await withToken(request, await tokens.idToken());
  if (response.status !== 401) return response;
  return withToken(again, (await tokens.renew()).idToken);
}

async function withToken(request: Request, token: string): Promise<Response> {
  request.headers.set("Authorization", `Bearer ${token}`);
  return fetch(request).catch(() => {
    throw new Unreachable();
  });
}

/** Return what a call answered. Throws ApiError or Unreachable. */
export async function answer<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new ApiError(response.status, typeof error === "object" && error ? error : {});
  return data as T;
}

/** Headers that make a write fail when somebody else was faster. */
export function ifMatch(version: number): { "If-Match": string } {
  return { "If-Match": `"${version}"` };
}
