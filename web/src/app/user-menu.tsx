/** Who is signed in, and what concerns only them. */
import { Keyboard, LogOut, Mail, MailX, Settings } from "lucide-react";
import { useLocation } from "wouter";

import { Avatar } from "../components/avatar.tsx";
import { Menu, type MenuItem } from "../components/menu.tsx";
import { useRun } from "../lib/commands.ts";
import { isAllowed } from "../lib/permissions.ts";
import { useProfile } from "../lib/queries/profile.ts";
import { useActor, useServices } from "../lib/services.ts";
import { useLookItems } from "./use-look-items.tsx";

export function UserMenu() {
  const { config, session } = useServices();
  const [, navigate] = useLocation();
  const showShortcuts = useRun("help");
  const looks = useLookItems();
  const actor = useActor();
  const name = useProfile().data?.name ?? actor.name;
  const deliveries: MenuItem[] = isAllowed(actor.role, "OTHER", "delivery.manage")
    ? [
        {
          label: "Failed deliveries",
          icon: <MailX size={16} aria-hidden />,
          onSelect: () => navigate("/deliveries"),
        },
      ]
    : [];
  const mailbox: MenuItem[] = config.mailbox
    ? [{ label: "Mailbox", icon: <Mail size={16} aria-hidden />, href: config.mailbox }]
    : [];
  return (
    <Menu
      label={`Account of ${name}`}
      className="inline-flex size-9 items-center justify-center rounded-full"
      items={[
        {
          label: "Settings",
          icon: <Settings size={16} aria-hidden />,
          onSelect: () => navigate("/settings"),
        },
        ...deliveries,
        ...mailbox,
        { label: "Keyboard shortcuts", icon: <Keyboard size={16} aria-hidden />, onSelect: showShortcuts },
        ...looks,
        { label: "Sign out", icon: <LogOut size={16} aria-hidden />, onSelect: () => void session.close() },
      ]}
    >
      <Avatar name={name} size="size-8" />
    </Menu>
  );
}
