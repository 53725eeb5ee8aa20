/** Opens a `<dialog>` over everything else; the browser keeps the focus inside and gives it back. */
import { useEffect, useLayoutEffect, useRef } from "react";

export function useModal(onClose: () => void) {
  const ref = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useLayoutEffect(() => {
    const dialog = ref.current!;
    dialog.showModal();
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
    };
  }, []);
  return ref;
}
