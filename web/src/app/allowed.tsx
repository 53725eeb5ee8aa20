/** Shows its content to those who may see it, and the rule to everybody else. */
import type { ReactNode } from "react";
import { Link } from "wouter";

import { Dialog } from "../components/dialog.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { PageFrame } from "../components/page-frame.tsx";
import { isAllowed, ruleOf, type Action } from "../lib/permissions.ts";
import { useActor } from "../lib/services.ts";

interface Props {
  action: Action;
  /** What closing does, for content that is a dialog. */
  onClose?: () => void;
  children: ReactNode;
}

export function Allowed({ action, onClose, children }: Props) {
  const actor = useActor();
  if (isAllowed(actor.role, "OTHER", action)) return children;
  const explanation = (
    <EmptyState
      title={ruleOf(action)}
      action={
        <Link href="/" className="link">
          Go to the board
        </Link>
      }
    >
      You are signed in as {actor.email}. Ask an admin if you need this.
    </EmptyState>
  );
  if (onClose)
    return (
      <Dialog title="Not allowed" onClose={onClose}>
        {explanation}
      </Dialog>
    );
  return <PageFrame title="Not allowed">{explanation}</PageFrame>;
}
