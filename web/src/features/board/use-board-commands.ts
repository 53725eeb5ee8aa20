/** What a board offers to the keyboard and the palette. */
import { useLocation } from "wouter";

import { useOfferedCommands, type Command } from "../../lib/commands.ts";
import { MAIN_BOARD, useBoards } from "../../lib/queries/boards.ts";
import { focusFirstCard } from "./use-focus-follows.ts";

export function useBoardCommands(): void {
  useOfferedCommands([
    { name: "Enter the board", group: "Board", keys: ["J", "K"], isKeyOnly: true, run: enter },
    ...useOtherBoards(),
  ]);
}

function enter(): void {
  // On a card, its own keys know where to go; at the end of a column that is nowhere.
  if (!document.activeElement?.closest("[data-card]")) focusFirstCard();
}

function useOtherBoards(): Command[] {
  const [location, navigate] = useLocation();
  const boards = useBoards().data?.filter(({ archived }) => !archived) ?? [];
  const addressed = boards.map(({ id, name }) => ({
    name,
    path: id === MAIN_BOARD ? "/" : `/boards/${id}`,
  }));
  return addressed
    .filter(({ path }) => boards.length > 1 && path !== location)
    .map(({ name, path }) => ({ name: `Board: ${name}`, group: "Go to", run: () => navigate(path) }));
}
