/** Moving a card without a pointer: Space grabs it, arrows carry it, Space drops it, Escape takes it back. */
import { useEffect, useState } from "react";

import { useAnnounce } from "../../components/announcer.tsx";
import { STATUS_NAMES, type Status, type TaskCard } from "../../lib/api/types.ts";
import { isStrokeOf } from "../../lib/shortcuts.ts";
import { placeInWords, placeOf, step, withCardAt, type Place } from "./places.ts";
import type { Lists } from "./use-board.ts";

interface Grab {
  card: TaskCard;
  place: Place;
}

interface Options {
  lists: Lists;
  isOpenTo: (card: TaskCard, status: Status) => boolean;
  onDrop: (card: TaskCard, place: Place) => void;
}

export function useKeyboardMove({ lists, isOpenTo, onDrop }: Options) {
  const [grab, setGrab] = useState<Grab | null>(null);
  const announce = useAnnounce();

  const pickUp = (card: TaskCard) => {
    const place = placeOf(lists, card);
    setGrab({ card, place });
    announce(
      `Grabbed ${card.title}. ${placeInWords(lists, place)}. Arrows move it, Space drops it, Escape cancels.`,
    );
  };
  const carry = ({ card, place }: Grab, key: string) => {
    const next = step(lists, card, place, key, (status) => isOpenTo(card, status));
    setGrab({ card, place: next });
    announce(`Moved to ${placeInWords(withCardAt(lists, card, next), next)}.`);
  };
  const drop = ({ card, place }: Grab) => {
    announce(`Dropped ${card.title} in ${placeInWords(withCardAt(lists, card, place), place)}.`);
    setGrab(null);
    const from = placeOf(lists, card);
    if (place.status !== from.status || place.index !== from.index) onDrop(card, place);
  };
  const cancel = ({ card }: Grab) => {
    announce(`Cancelled. ${card.title} is back in ${STATUS_NAMES[card.status]}.`);
    setGrab(null);
  };

  useEffect(() => {
    if (!grab) return;
    const onKey = (event: KeyboardEvent) => {
      if (isStrokeOf("drop", event)) drop(grab);
      else if (isStrokeOf("carry", event)) carry(grab, event.key);
      else if (isStrokeOf("putBack", event)) cancel(grab);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    const onPointer = () => cancel(grab);
    // On the document and first: the card remounts when it changes its column.
    document.addEventListener("keydown", onKey, true);
    document.addEventListener("pointerdown", onPointer);
    return () => {
      document.removeEventListener("keydown", onKey, true);
      document.removeEventListener("pointerdown", onPointer);
    };
  });

  const shown = grab ? withCardAt(lists, grab.card, grab.place) : lists;
  return { shown, grabbedId: grab?.card.id, pickUp };
}
