/** One's own profile. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { answer } from "../api/client.ts";
import type { components } from "../api/schema.ts";
import { useServices } from "../services.ts";

const KEY = ["profile"];

export function useProfile() {
  const { api } = useServices();
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => answer(api.GET("/users/me", { signal })),
    staleTime: 60_000,
  });
}

export function useUpdateProfile() {
  const { api } = useServices();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: components["schemas"]["UpdateProfile"]) => answer(api.PUT("/users/me", { body })),
    onSuccess: (profile) => client.setQueryData(KEY, profile),
  });
}
