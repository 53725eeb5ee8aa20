/** A calendar address that was just made, to be copied now or never. */
import { Copy } from "lucide-react";

import { Button } from "../../components/button.tsx";
import { TextField } from "../../components/text-field.tsx";
import { useServices } from "../../lib/services.ts";

export function CalendarAddress({ url }: { url: string }) {
  const { toasts } = useServices();
  const copy = () =>
    navigator.clipboard.writeText(url).then(
      () => toasts.tell("Copied."),
      () => toasts.tell("It could not be copied. Select it and copy it yourself."),
    );
  return (
    <div className="flex items-end gap-2" role="group" aria-label="Calendar address">
      <TextField
        className="min-w-0 flex-1"
        label="Address"
        value={url}
        readOnly
        spellCheck={false}
        onFocus={(event) => event.target.select()}
        onChange={() => {}}
      />
      <Button onClick={() => void copy()} className="mb-px">
        <Copy size={16} aria-hidden />
        Copy
      </Button>
    </div>
  );
}
