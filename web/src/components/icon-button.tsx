/** A button that shows only a picture and says its name to those who cannot see it. */
import type { ReactNode } from "react";

import type { ButtonProps } from "./button.tsx";

interface Props extends Omit<ButtonProps, "look" | "isBusy" | "children"> {
  label: string;
  children: ReactNode;
}

export function IconButton({ label, children, className = "", ...rest }: Props) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={`inline-flex size-8 shrink-0 items-center justify-center rounded-lg text-muted transition-colors hover:bg-hover hover:text-ink disabled:opacity-50 ${className}`}
      {...rest}
    >
      {children}
    </button>
  );
}
