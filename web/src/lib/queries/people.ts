/** The people of the workspace; for admins. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { answer, type Api } from "../api/client.ts";
import type { Person, Role } from "../api/types.ts";
import { useServices } from "../services.ts";

const KEY = ["people"];
const PAGE = 100;

/** Everybody, whatever number of pages that takes. */
export function usePeople(options: { isWanted?: boolean } = {}) {
  const { api } = useServices();
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => everybody(api, signal),
    enabled: options.isWanted ?? true,
    staleTime: 30_000,
  });
}

async function everybody(api: Api, signal: AbortSignal): Promise<Person[]> {
  const people: Person[] = [];
  let cursor: string | null | undefined;
  do {
    const query = cursor ? { limit: PAGE, cursor } : { limit: PAGE };
    const page = await answer(api.GET("/users", { params: { query }, signal }));
    people.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return people;
}

export interface Invitation {
  email: string;
  name: string;
  role: Role;
  key: string;
}

export function useInvite() {
  const { api } = useServices();
  return usePeopleWrite(({ key, ...body }: Invitation) =>
    answer(api.POST("/users", { body, headers: { "Idempotency-Key": key } })),
  );
}

export function useSetRole(userId: string) {
  const { api } = useServices();
  return usePeopleWrite((role: Role) =>
    answer(api.PUT("/users/{userId}/role", { params: { path: { userId } }, body: { role } })),
  );
}

export function useSetStanding(userId: string) {
  const { api } = useServices();
  return usePeopleWrite((status: Person["status"]) =>
    answer(api.PUT("/users/{userId}/status", { params: { path: { userId } }, body: { status } })),
  );
}

/** Lets mail go to a person again whose address was sent no more. */
export function useLiftSuppression(userId: string) {
  const { api } = useServices();
  return usePeopleWrite(() =>
    answer(api.DELETE("/users/{userId}/suppression", { params: { path: { userId } } })),
  );
}

function usePeopleWrite<V, T>(write: (variables: V) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: write, onSettled: () => client.invalidateQueries({ queryKey: KEY }) });
}
