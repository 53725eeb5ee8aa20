/** The commands that every page offers. */
import { useLocation } from "wouter";

import { byShortcut, useOfferedCommands, type Command } from "../lib/commands.ts";
import { isAllowed, type Action } from "../lib/permissions.ts";
import { useActor, useServices } from "../lib/services.ts";
import type { ShortcutId } from "../lib/shortcuts.ts";
import { useTakeBack } from "../lib/undo.ts";
import { useViews } from "../lib/views.ts";
import { lookCommands } from "./use-look-items.tsx";

export type Overlay = "palette" | "help" | "quick-add";

const PLACES: { id: ShortcutId; path: string; action: Action }[] = [
  { id: "goToBoard", path: "/", action: "board.read" },
  { id: "goToMyTasks", path: "/my-tasks", action: "board.read" },
  { id: "goToNotices", path: "/notices", action: "board.read" },
  { id: "goToPeople", path: "/people", action: "person.read" },
  { id: "goToTrash", path: "/trash", action: "trash.read" },
  { id: "goToSettings", path: "/settings", action: "board.read" },
];

export function useAppCommands(toggle: (overlay: Overlay) => void): void {
  const { session } = useServices();
  useOfferedCommands([
    ...usePlaceCommands(),
    ...useTaskCommands(() => toggle("quick-add")),
    byShortcut("undo", { group: "Tasks", reach: "dialogs", run: useTakeBack() }),
    byShortcut("help", { group: "Help", reach: "dialogs", run: () => toggle("help") }),
    byShortcut("palette", {
      group: "Help",
      reach: "everywhere",
      isKeyOnly: true,
      run: () => toggle("palette"),
    }),
    ...lookCommands(),
    { name: "Sign out", group: "You", run: () => void session.close() },
  ]);
}

function useTaskCommands(quickAdd: () => void): Command[] {
  const [location, navigate] = useLocation();
  const { role } = useActor();
  if (!isAllowed(role, "OTHER", "task.create")) return [];
  const write = () => navigate("/tasks/new", { state: { from: location } });
  return [
    byShortcut("quickAdd", { group: "Tasks", reach: "dialogs", run: quickAdd }),
    { name: "Write a task with all its fields", group: "Tasks", run: write },
  ];
}

function usePlaceCommands(): Command[] {
  const [, navigate] = useLocation();
  const { id, role } = useActor();
  const views = useViews(id).map(({ name, address }) => ({
    name: `View: ${name}`,
    group: "Go to",
    run: () => navigate(address),
  }));
  const open = PLACES.filter(({ action }) => isAllowed(role, "OTHER", action));
  const places = open.map(({ id, path }) => byShortcut(id, { group: "Go to", run: () => navigate(path) }));
  return [...places, ...views];
}
