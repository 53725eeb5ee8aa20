/** Finds what can be done here, and tasks that the page knows, by name. */
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useLocation, useSearch } from "wouter";

import { Keys } from "../components/keys.tsx";
import { Palette, type PaletteItem } from "../components/palette.tsx";
import { STATUS_NAMES, type TaskCard } from "../lib/api/types.ts";
import { useCommands } from "../lib/commands.ts";
import { findByWords } from "../lib/find-by-words.ts";
import { isDraft, knownCards } from "../lib/queries/task-cache.ts";

const TASKS_SHOWN = 8;

export function CommandPalette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const commands = useCommandItems();
  const tasks = useTaskItems();
  // Without a word the commands are the list; the tasks would bury them.
  const found = text.trim()
    ? [...findByWords(commands, text), ...findByWords(tasks, text).slice(0, TASKS_SHOWN)]
    : commands;
  return (
    <Palette
      label="Command palette"
      placeholder="What would you like to do?"
      items={found}
      text={text}
      onText={setText}
      onClose={onClose}
    />
  );
}

function useCommandItems(): PaletteItem[] {
  const commands = useCommands().filter(({ isKeyOnly }) => !isKeyOnly);
  const groups = [...new Set(commands.map(({ group }) => group))];
  const inGroups = groups.flatMap((group) => commands.filter((command) => command.group === group));
  return inGroups.map(({ name, group, keys, run }) => ({
    id: `${group} ${name}`,
    name,
    group,
    hint: keys?.[0] && <Keys keys={keys[0]} />,
    run,
  }));
}

function useTaskItems(): PaletteItem[] {
  const [location, navigate] = useLocation();
  const search = useSearch();
  const client = useQueryClient();
  const from = location.startsWith("/tasks/") ? undefined : search ? `${location}?${search}` : location;
  const cards = useMemo(() => knownCards(client).filter((card) => !isDraft(card)), [client]);
  return cards.map((card: TaskCard) => ({
    id: card.id,
    name: card.title,
    group: "Tasks",
    hint: <span className="text-xs text-muted">{STATUS_NAMES[card.status]}</span>,
    run: () => navigate(`/tasks/${card.id}`, from ? { state: { from } } : {}),
  }));
}
