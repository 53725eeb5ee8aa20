/** A page's heading, its buttons and its content. */
import { useEffect, type ReactNode } from "react";

interface Props {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  isWide?: boolean;
  children: ReactNode;
}

export function PageFrame({ title, description, actions, isWide = false, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Relayboard`;
  }, [title]);
  return (
    <div
      className={`mx-auto flex min-h-0 w-full flex-1 flex-col px-4 py-5 compact:py-3 sm:px-6 ${isWide ? "" : "max-w-3xl"}`}
    >
      <div className="mb-4 compact:mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-48">
          <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
          {description && <p className="mt-0.5 text-muted">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {children}
    </div>
  );
}
