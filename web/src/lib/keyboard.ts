/** Turns strokes on the keyboard into commands; silent while somebody is typing. */
import type { Command } from "./commands.ts";
import { strokeOf } from "./shortcuts.ts";

/** After the first stroke of two, the second is waited for this long. */
const SEQUENCE_MS = 1000;

export type Place = NonNullable<Command["reach"]>;

const REACHES: Record<Place, readonly Place[]> = {
  page: ["page", "dialogs", "everywhere"],
  dialogs: ["dialogs", "everywhere"],
  everywhere: ["everywhere"],
};

export class Keyboard {
  private first: { stroke: string; at: number } | null = null;

  constructor(private readonly commands: () => readonly Command[]) {}

  /** Return the command that a stroke runs, remembering it when it may be the first of two. */
  commandFor(event: KeyboardEvent, place: Place): Command | undefined {
    const reachable = this.commands().filter(({ reach = "page" }) => REACHES[place].includes(reach));
    const stroke = strokeOf(event);
    const both =
      this.first && event.timeStamp - this.first.at < SEQUENCE_MS ? `${this.first.stroke} ${stroke}` : "";
    const found = (keys: string) => reachable.findLast((command) => command.keys?.includes(keys));
    const begins = reachable.some(({ keys }) => keys?.some((key) => key.startsWith(`${stroke} `)));
    const command = (both && found(both)) || found(stroke);
    this.first = begins && !command ? { stroke, at: event.timeStamp } : null;
    return command;
  }
}

/** Where a stroke lands: in a text, in a dialog, or on the page. */
export function placeOf(target: EventTarget | null): Place {
  const element = target instanceof Element ? target : document.body;
  if (element.closest("input, textarea, select, [contenteditable]:not([contenteditable=false])"))
    return "everywhere";
  return document.querySelector("dialog[open]") ? "dialogs" : "page";
}
