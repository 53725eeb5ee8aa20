/** Theme and density, as lines of a menu and as commands. */
import { Monitor, Moon, Rows3, Rows4, Sun } from "lucide-react";
import type { ReactNode } from "react";

import type { MenuItem } from "../components/menu.tsx";
import { chooseLook, looksOf, nameOfLook, useLook, type Aspect, type Look } from "../lib/appearance.ts";
import type { Command } from "../lib/commands.ts";

const ICONS: Record<string, ReactNode> = {
  system: <Monitor size={16} aria-hidden />,
  light: <Sun size={16} aria-hidden />,
  dark: <Moon size={16} aria-hidden />,
  comfortable: <Rows3 size={16} aria-hidden />,
  compact: <Rows4 size={16} aria-hidden />,
};

export function useLookItems(): MenuItem[] {
  return [
    ...itemsOf("theme", "Theme", useLook("theme")),
    ...itemsOf("density", "Density", useLook("density")),
  ];
}

function itemsOf<A extends Aspect>(aspect: A, group: string, chosen: Look<A>): MenuItem[] {
  return looksOf(aspect).map((look) => ({
    group,
    label: nameOfLook(aspect, look),
    icon: ICONS[look],
    isChecked: look === chosen,
    onSelect: () => chooseLook(aspect, look),
  }));
}

export function lookCommands(): Command[] {
  return [...commandsOf("theme"), ...commandsOf("density")];
}

function commandsOf(aspect: Aspect): Command[] {
  return looksOf(aspect).map((look) => ({
    name: `${aspect === "theme" ? "Theme" : "Density"}: ${nameOfLook(aspect, look).toLowerCase()}`,
    group: "Look",
    run: () => chooseLook(aspect, look),
  }));
}
