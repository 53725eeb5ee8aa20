/** The boards. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { answer } from "../api/client.ts";
import { useServices } from "../services.ts";

const KEY = ["boards"];

export const MAIN_BOARD = "main";

export function useBoards() {
  const { api } = useServices();
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => answer(api.GET("/boards", { signal })).then((page) => page.items),
    staleTime: 60_000,
  });
}

export function useCreateBoard() {
  const { api } = useServices();
  return useBoardWrite(({ name, key }: { name: string; key: string }) =>
    answer(api.POST("/boards", { body: { name }, headers: { "Idempotency-Key": key } })),
  );
}

export function useUpdateBoard(boardId: string) {
  const { api } = useServices();
  return useBoardWrite((body: { name?: string; archived?: boolean }) =>
    answer(api.PATCH("/boards/{boardId}", { params: { path: { boardId } }, body })),
  );
}

function useBoardWrite<V, T>(write: (variables: V) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: write, onSettled: () => client.invalidateQueries({ queryKey: KEY }) });
}
