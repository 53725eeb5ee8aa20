/** A task as a card: a link that opens it, a thing to drag, and a menu that moves it. */
import { ArrowRightLeft } from "lucide-react";
import { memo, type KeyboardEvent } from "react";
import { Link } from "wouter";

import { DueBadge } from "../../components/due-badge.tsx";
import { LabelChip } from "../../components/label-chip.tsx";
import { Menu } from "../../components/menu.tsx";
import { PeopleStack } from "../../components/people-stack.tsx";
import { PriorityBadge } from "../../components/priority-badge.tsx";
import { STATUS_NAMES, type Status, type TaskCard } from "../../lib/api/types.ts";
import { isDraft } from "../../lib/queries/task-cache.ts";
import { useCardDrag } from "./use-card-drag.ts";

export const CARD_HELP_ID = "card-help";
const LABELS_SHOWN = 3;

export interface CardActions {
  /** The columns that this person may move the card to. */
  targets: (card: TaskCard) => Status[];
  canTake: (dragged: TaskCard, status: Status) => boolean;
  onKey: (card: TaskCard, event: KeyboardEvent) => void;
  onMoveTo: (card: TaskCard, status: Status) => void;
  onOpen: (card: TaskCard) => void;
}

interface Props {
  card: TaskCard;
  isGrabbed: boolean;
  actions: CardActions;
}

export const Card = memo(function Card({ card, isGrabbed, actions }: Props) {
  const targets = isDraft(card) ? [] : actions.targets(card);
  const isMovable = targets.length > 0;
  const { ref, isDragging, edge } = useCardDrag(
    card,
    (dragged) => actions.canTake(dragged, card.status),
    isMovable,
  );
  const held = isGrabbed
    ? "border-accent ring-2 ring-accent shadow-lift"
    : "border-line shadow-card hover:border-edge";
  return (
    <div ref={ref} className="relative">
      {edge && (
        <span
          className={`absolute inset-x-1 h-0.5 rounded bg-accent ${edge === "top" ? "-top-[5px]" : "-bottom-[5px]"}`}
        />
      )}
      <div
        className={`group relative rounded-card border bg-surface p-3 compact:px-2.5 compact:py-1.5 transition-shadow ${held} ${isDragging ? "opacity-40" : ""}`}
      >
        <div className="flex items-start gap-1">
          {isDraft(card) ? (
            <span className="min-w-0 flex-1 leading-5 wrap-anywhere text-muted">{card.title}</span>
          ) : (
            <CardLink card={card} onKey={actions.onKey} onOpen={actions.onOpen} />
          )}
          {isMovable && <MoveMenu card={card} targets={targets} onMoveTo={actions.onMoveTo} />}
        </div>
        <CardFacts card={card} />
      </div>
    </div>
  );
});

function CardLink({ card, onKey, onOpen }: { card: TaskCard } & Pick<CardActions, "onKey" | "onOpen">) {
  return (
    <Link
      href={`/tasks/${card.id}`}
      draggable={false}
      data-card={card.id}
      aria-describedby={CARD_HELP_ID}
      onKeyDown={(event) => onKey(card, event)}
      onClick={(event) => {
        event.preventDefault();
        onOpen(card);
      }}
      className="min-w-0 flex-1 rounded-card leading-5 wrap-anywhere after:absolute after:inset-0 after:rounded-card focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
    >
      {card.title}
    </Link>
  );
}

function MoveMenu({
  card,
  targets,
  onMoveTo,
}: {
  card: TaskCard;
  targets: Status[];
  onMoveTo: CardActions["onMoveTo"];
}) {
  return (
    <Menu
      label={`Move ${card.title} to`}
      className="relative -mt-1 -mr-1.5 inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 hover:bg-hover hover:text-ink pointer-coarse:opacity-100"
      items={targets.map((status) => ({
        label: STATUS_NAMES[status],
        onSelect: () => onMoveTo(card, status),
      }))}
    >
      <ArrowRightLeft size={15} aria-hidden />
    </Menu>
  );
}

function CardFacts({ card }: { card: TaskCard }) {
  const isDone = card.status === "COMPLETED" || card.status === "CLOSED";
  const isBare = !card.dueDate && !card.labels.length && !card.assignees.length && card.priority === "MEDIUM";
  if (isBare) return null;
  return (
    <div className="mt-2 flex items-end gap-2 compact:mt-1">
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2.5 gap-y-1">
        <PriorityBadge priority={card.priority} />
        {card.dueDate && <DueBadge day={card.dueDate} isDone={isDone} />}
        {card.labels.slice(0, LABELS_SHOWN).map((label) => (
          <LabelChip key={label}>{label}</LabelChip>
        ))}
        {card.labels.length > LABELS_SHOWN && (
          <span className="text-xs text-muted">+{card.labels.length - LABELS_SHOWN}</span>
        )}
      </div>
      <PeopleStack people={card.assignees} />
    </div>
  );
}
