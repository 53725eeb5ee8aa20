/** Says that a person's address is sent no mail, and lets it have mail again. */
import { MailX } from "lucide-react";

import { Button } from "../../components/button.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import type { Person } from "../../lib/api/types.ts";
import { isAllowed } from "../../lib/permissions.ts";
import { useLiftSuppression } from "../../lib/queries/people.ts";
import { useActor, useServices } from "../../lib/services.ts";

export function SuppressedNote({ person }: { person: Person }) {
  const { toasts } = useServices();
  const { role } = useActor();
  const lift = useLiftSuppression(person.id);
  if (!person.suppression) return null;
  const { text, reason } = person.suppression;
  const onSuccess = () => toasts.tell(`${person.name} gets mail again.`);
  const onError = (error: Error) => toasts.complain(messageOf(error));
  return (
    <div className="flex basis-full flex-wrap items-center gap-x-3 gap-y-2 rounded-lg bg-warn-soft px-3 py-2 text-sm text-warn">
      <MailX size={16} aria-hidden className="shrink-0" />
      <p className="min-w-0 flex-1 basis-40 wrap-anywhere">
        {text} No more is sent.{reason && ` Reason given: ${reason}`}
      </p>
      {isAllowed(role, "OTHER", "suppression.lift") && (
        <Button isBusy={lift.isPending} onClick={() => lift.mutate(undefined, { onSuccess, onError })}>
          Send mail again
          <span className="sr-only"> to {person.name}</span>
        </Button>
      )}
    </div>
  );
}
