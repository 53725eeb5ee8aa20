/** The frame around every page: where one can go, what is new, who one is. */
import { Bell, Columns3, ListTodo, Search, Trash2, Users } from "lucide-react";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";

import { Brand } from "../components/brand.tsx";
import { IconButton } from "../components/icon-button.tsx";
import { useRun } from "../lib/commands.ts";
import { isAllowed } from "../lib/permissions.ts";
import { useUnreadCount } from "../lib/queries/notices.ts";
import { useActor } from "../lib/services.ts";
import { LiveNote } from "./live.tsx";
import { useFreshClaims } from "./use-fresh-claims.ts";
import { UserMenu } from "./user-menu.tsx";

const PLACES = [
  { href: "/", name: "Board", Icon: Columns3, action: "board.read" },
  { href: "/my-tasks", name: "My tasks", Icon: ListTodo, action: "board.read" },
  { href: "/people", name: "People", Icon: Users, action: "person.read" },
  { href: "/trash", name: "Trash", Icon: Trash2, action: "trash.read" },
] as const;

export function Shell({ children }: { children: ReactNode }) {
  useFreshClaims();
  return (
    <div className="flex h-dvh flex-col">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-10 focus:m-2 focus:rounded-lg focus:bg-surface focus:px-3 focus:py-2"
      >
        Skip to content
      </a>
      <header className="flex flex-wrap items-center gap-x-2 border-b border-line bg-surface px-3 sm:px-5">
        <Link href="/" className="mr-2 rounded-md py-2.5 sm:mr-4">
          <Brand />
        </Link>
        <Places />
        <div className="ml-auto flex items-center gap-1">
          <LiveNote />
          <PaletteButton />
          <NoticesLink />
          <UserMenu />
        </div>
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="relative flex min-h-0 flex-1 flex-col overflow-y-auto outline-none"
      >
        {children}
      </main>
    </div>
  );
}

function Places() {
  const [location] = useLocation();
  const { role } = useActor();
  const shown = PLACES.filter((place) => isAllowed(role, "OTHER", place.action));
  return (
    <nav
      aria-label="Main"
      className="-mx-3 flex max-sm:order-last max-sm:w-[calc(100%+1.5rem)] max-sm:justify-around max-sm:border-t max-sm:border-line sm:mx-0 sm:gap-1"
    >
      {shown.map(({ href, name, Icon }) => {
        const isHere =
          href === "/" ? location === "/" || location.startsWith("/boards") : location.startsWith(href);
        const look = isHere
          ? "border-accent text-ink font-medium"
          : "border-transparent text-muted hover:text-ink";
        return (
          <Link
            key={href}
            href={href}
            aria-current={isHere ? "page" : undefined}
            className={`flex items-center gap-1.5 border-b-2 px-2.5 py-3 text-sm max-sm:py-2 ${look}`}
          >
            <Icon size={16} aria-hidden className="max-sm:hidden" />
            {name}
          </Link>
        );
      })}
    </nav>
  );
}

function PaletteButton() {
  const open = useRun("palette");
  return (
    <IconButton label="Find a command or a task" className="size-9" onClick={open}>
      <Search size={18} aria-hidden />
    </IconButton>
  );
}

function NoticesLink() {
  const unread = useUnreadCount();
  return (
    <Link
      href="/notices"
      aria-label={unread ? `Notices, ${unread} unread` : "Notices"}
      title="Notices"
      className="relative inline-flex size-9 items-center justify-center rounded-lg text-muted hover:bg-hover hover:text-ink"
    >
      <Bell size={18} aria-hidden />
      {unread && (
        <span className="absolute top-0 left-4.5 min-w-4.5 rounded-full bg-accent px-1 text-center text-[0.6875rem] leading-4.5 font-semibold text-on-accent">
          {unread}
        </span>
      )}
    </Link>
  );
}
