/** Shows the toasts above everything else, also above an open dialog. */
import { X } from "lucide-react";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";

import type { Toast, Toasts } from "../lib/toasts.ts";
import { IconButton } from "./icon-button.tsx";
import { useTopModal } from "./use-modal.ts";

export function Toaster({ toasts }: { toasts: Toasts }) {
  // Inside of the dialog on top, if there is one: outside of it nothing can be clicked.
  const host = useTopModal() ?? document.body;
  return createPortal(<ToastBox toasts={toasts} />, host);
}

function ToastBox({ toasts }: { toasts: Toasts }) {
  const shown = useSyncExternalStore(toasts.subscribe, toasts.snapshot);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // A dialog that has just gone took its box with it; another one is about to be made.
    if (!box.current?.isConnected) return;
    // Shown anew for each message: what was opened last lies on top.
    box.current.hidePopover();
    if (shown.length) box.current.showPopover();
  }, [shown]);
  return (
    <div
      ref={box}
      popover="manual"
      role="status"
      className="fixed inset-auto bottom-4 left-1/2 m-0 w-[min(28rem,calc(100%-2rem))] -translate-x-1/2 space-y-2 overflow-visible border-0 bg-transparent p-0 max-sm:bottom-20"
    >
      {shown.map((toast) => (
        <ToastRow key={toast.id} toast={toast} onDone={() => toasts.dismiss(toast.id)} />
      ))}
    </div>
  );
}

function ToastRow({ toast, onDone }: { toast: Toast; onDone: () => void }) {
  const { action } = toast;
  const edge = toast.look === "error" ? "border-danger text-danger" : "border-line text-ink";
  return (
    <div
      className={`flex items-center gap-2 rounded-lg border bg-surface py-1.5 pr-1.5 pl-4 text-sm shadow-lift ${edge}`}
    >
      <p className="min-w-0 flex-1 wrap-anywhere">{toast.text}</p>
      {action && (
        <button
          type="button"
          className="min-h-8 rounded-md px-2 font-semibold text-accent hover:bg-hover"
          onClick={() => {
            onDone();
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <IconButton label="Dismiss" onClick={onDone}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
