/** Tells a person that their address is sent no mail, and what to do about it. */
import { MailX } from "lucide-react";

import type { Profile } from "../../lib/api/types.ts";

export function SuppressedNote({ suppression }: { suppression: NonNullable<Profile["suppression"]> }) {
  return (
    <div className="flex items-start gap-3 rounded-xl bg-warn-soft px-4 py-3 text-sm text-warn" role="status">
      <MailX size={16} aria-hidden className="mt-0.5 shrink-0" />
      <p className="min-w-0 wrap-anywhere">
        {suppression.text} You get none until an admin lets mail go there again.
      </p>
    </div>
  );
}
