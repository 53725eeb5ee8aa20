/** Deliveries that failed, and sending them again; for admins. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";

import { answer } from "../api/client.ts";
import { messageOf } from "../api/problem.ts";
import type { FailedDelivery, Redriven } from "../api/types.ts";
import { useServices } from "../services.ts";
import { pageQuery, paging } from "./pages.ts";

const KEY = ["deliveries"];
const PAGE = 50;

export function useFailedDeliveries() {
  const { api } = useServices();
  return useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET("/deliveries", { params: { query: pageQuery(pageParam, PAGE) }, signal })),
    ...paging,
  });
}

/** Send some of them again (50 at most), or as many of all as go at once. */
export function useRedrive() {
  const { api, toasts } = useServices();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: FailedDelivery[] | "all") =>
      answer(api.POST("/deliveries/redrive", { body: bodyOf(wanted) })),
    onSuccess: (redriven) => toasts.tell(outcome(redriven)),
    onError: (error) => toasts.complain(messageOf(error)),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

function bodyOf(wanted: FailedDelivery[] | "all") {
  if (wanted === "all") return { all: true };
  return {
    deliveries: wanted.map(({ eventId, channel, person }) => ({ eventId, channel, userId: person.id })),
  };
}

export function outcome({ taken, notFailed, more }: Redriven): string {
  const sentences = [taken.length === 1 ? "1 is sent again." : `${taken.length} are sent again.`];
  if (notFailed.length) sentences.push("Others had not failed any more.");
  if (more) sentences.push("There are more.");
  return sentences.join(" ");
}
