/** Who is in the workspace, and what they may do in it. */
import { UserPlus } from "lucide-react";
import { useState } from "react";

import { Button } from "../../components/button.tsx";
import { ErrorAlert } from "../../components/error-alert.tsx";
import { LoadingLines } from "../../components/loading-lines.tsx";
import { PageFrame } from "../../components/page-frame.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import { isAllowed } from "../../lib/permissions.ts";
import { usePeople } from "../../lib/queries/people.ts";
import { useActor } from "../../lib/services.ts";
import { InviteDialog } from "./invite-dialog.tsx";
import { PersonRow } from "./person-row.tsx";

export function PeoplePage() {
  const { role } = useActor();
  const [isInviting, setInviting] = useState(false);
  const { data: people, error, isPending, refetch } = usePeople();
  const invite = (
    <Button look="primary" onClick={() => setInviting(true)}>
      <UserPlus size={16} aria-hidden />
      Invite
    </Button>
  );
  return (
    <PageFrame
      title="People"
      description="Admins create and assign tasks. Members work on theirs."
      actions={isAllowed(role, "OTHER", "person.manage") && invite}
    >
      {isPending && <LoadingLines />}
      {error && <ErrorAlert onRetry={() => void refetch()}>{messageOf(error)}</ErrorAlert>}
      {people && (
        <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
          {people.map((person) => (
            <PersonRow key={person.id} person={person} />
          ))}
        </ul>
      )}
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
    </PageFrame>
  );
}
