/** Goes from one board to another. */
import { useLocation } from "wouter";

import type { Board } from "../../lib/api/types.ts";
import { MAIN_BOARD } from "../../lib/queries/boards.ts";

export function BoardSwitcher({ boards, current }: { boards: Board[]; current: string }) {
  const [, navigate] = useLocation();
  const shown = boards.filter((board) => !board.archived || board.id === current);
  return (
    <select
      aria-label="Board"
      className="input w-auto max-w-48 py-1 text-sm"
      value={current}
      onChange={({ target }) => navigate(target.value === MAIN_BOARD ? "/" : `/boards/${target.value}`)}
    >
      {shown.map((board) => (
        <option key={board.id} value={board.id}>
          {board.name}
        </option>
      ))}
    </select>
  );
}
