/** What stands where nothing is yet, and what to do about it. */
import type { ReactNode } from "react";

interface Props {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ title, children, action }: Props) {
  return (
    <div className="mx-auto max-w-md px-4 py-12 text-center">
      <h2 className="text-base font-semibold">{title}</h2>
      {children && <p className="mt-1 text-muted">{children}</p>}
      {action && <div className="mt-4 flex justify-center">{action}</div>}
    </div>
  );
}
