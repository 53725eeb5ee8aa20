/** A modal window on the browser's own `<dialog>`. */
import { X } from "lucide-react";
import { useId, type ReactNode } from "react";

import { IconButton } from "./icon-button.tsx";
import { useModal } from "./use-modal.ts";

interface Props {
  title: ReactNode;
  /** Stands left of the close button. */
  actions?: ReactNode;
  size?: "small" | "large";
  onClose: () => void;
  children: ReactNode;
}

const WIDTHS = { small: "max-w-lg", large: "max-w-4xl" };

export function Dialog({ title, actions, size = "small", onClose, children }: Props) {
  const titleId = useId();
  const dialog = useModal(onClose);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      className={`m-auto max-h-[min(56rem,calc(100dvh-1.5rem))] w-[calc(100%-1rem)] ${WIDTHS[size]} overflow-hidden rounded-xl border border-line bg-surface text-ink shadow-lift`}
    >
      <div className="flex max-h-[inherit] flex-col">
        <header className="flex items-start gap-2 border-b border-line py-3 pr-3 pl-5">
          <h2
            id={titleId}
            tabIndex={-1}
            className="min-w-0 flex-1 py-1 text-lg leading-6 font-semibold wrap-anywhere outline-none"
          >
            {title}
          </h2>
          {actions}
          <IconButton label="Close" onClick={onClose}>
            <X size={18} aria-hidden />
          </IconButton>
        </header>
        <div className="min-h-0 overflow-y-auto">{children}</div>
      </div>
    </dialog>
  );
}
