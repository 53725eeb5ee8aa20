/** Says what went wrong, with a way to try again. */
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import { Button } from "./button.tsx";

interface Props {
  children: ReactNode;
  onRetry?: () => void;
}

export function ErrorAlert({ children, onRetry }: Props) {
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg bg-danger-soft px-3 py-2 text-sm text-danger"
    >
      <TriangleAlert size={16} aria-hidden className="shrink-0" />
      <p className="min-w-0 flex-1 basis-40 wrap-anywhere">{children}</p>
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}
