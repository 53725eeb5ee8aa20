/** Opens a `<dialog>` over everything else; the browser keeps the focus inside and gives it back. */
import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";

let open: readonly HTMLDialogElement[] = [];
const listeners = new Set<() => void>();

export function useModal(onClose: () => void) {
  const ref = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useLayoutEffect(() => {
    const dialog = ref.current!;
    dialog.showModal();
    setOpen([...open, dialog]);
    // Opening has just taken the focus that `autoFocus` gave.
    dialog.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    const leave = (event: Event) => {
      event.preventDefault();
      close.current();
    };
    const leaveByBackdrop = (event: MouseEvent) => {
      if (event.target === dialog) close.current();
    };
    dialog.addEventListener("cancel", leave);
    dialog.addEventListener("mousedown", leaveByBackdrop);
    return () => {
      dialog.removeEventListener("cancel", leave);
      dialog.removeEventListener("mousedown", leaveByBackdrop);
      dialog.close();
      setOpen(open.filter((other) => other !== dialog));
    };
  }, []);
  return ref;
}

/** The dialog that lies on top; everything outside of it is out of reach. */
export function useTopModal(): HTMLDialogElement | undefined {
  return useSyncExternalStore(subscribe, () => open.at(-1));
}

function setOpen(dialogs: readonly HTMLDialogElement[]): void {
  open = dialogs;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
