/** What a dragged card and the things under it tell each other. */
import type { TaskCard } from "../../lib/api/types.ts";

type Data = Record<string | symbol, unknown>;

export function cardData(card: TaskCard): Data {
  return { kind: "card", card };
}

export function cardOf(data: Data): TaskCard | null {
  return data["kind"] === "card" ? (data["card"] as TaskCard) : null;
}
