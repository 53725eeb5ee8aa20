/** One's calendar feed; its address is told only when it is made. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { answer } from "../api/client.ts";
import { useServices } from "../services.ts";

const KEY = ["calendar"];

export function useCalendar() {
  const { api } = useServices();
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => answer(api.GET("/users/me/calendar", { signal })),
  });
}

export function useMakeCalendar() {
  const { api } = useServices();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.POST("/users/me/calendar")),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useEndCalendar() {
  const { api } = useServices();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE("/users/me/calendar")),
    onSuccess: () => client.setQueryData(KEY, { exists: false, createdAt: null }),
  });
}
