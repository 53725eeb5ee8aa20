/** Shown at an address that leads nowhere. */
import { Link } from "wouter";

import { EmptyState } from "../components/empty-state.tsx";
import { PageFrame } from "../components/page-frame.tsx";

export function NotFound() {
  return (
    <PageFrame title="Not found">
      <EmptyState
        title="There is nothing at this address"
        action={
          <Link href="/" className="link">
            Go to the board
          </Link>
        }
      >
        The link may be old, or a letter may be missing.
      </EmptyState>
    </PageFrame>
  );
}
