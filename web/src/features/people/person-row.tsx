/** One person, with their role and standing. */
import { Avatar } from "../../components/avatar.tsx";
import { Button } from "../../components/button.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import { ROLE_NAMES, type Person, type Role } from "../../lib/api/types.ts";
import { isAllowed } from "../../lib/permissions.ts";
import { useSetRole, useSetStanding } from "../../lib/queries/people.ts";
import { useActor, useServices } from "../../lib/services.ts";
import { SuppressedNote } from "./suppressed-note.tsx";

export function PersonRow({ person }: { person: Person }) {
  const actor = useActor();
  const isActive = person.status === "ACTIVE";
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
      <Avatar name={person.name} size="size-8" />
      <div className="min-w-0 flex-1 basis-44">
        <p className="wrap-anywhere">
          {person.name}
          {person.id === actor.id && <span className="text-muted"> (you)</span>}
          {!isActive && (
            <span className="ml-2 rounded bg-warn-soft px-1.5 py-0.5 text-xs text-warn">Deactivated</span>
          )}
        </p>
        <p className="text-sm wrap-anywhere text-muted">{person.email}</p>
      </div>
      {isAllowed(actor.role, "OTHER", "person.manage") ? (
        <PersonControls person={person} />
      ) : (
        <span className="text-sm">{ROLE_NAMES[person.role]}</span>
      )}
      <SuppressedNote person={person} />
    </li>
  );
}

function PersonControls({ person }: { person: Person }) {
  const { toasts } = useServices();
  const setRole = useSetRole(person.id);
  const setStanding = useSetStanding(person.id);
  const isActive = person.status === "ACTIVE";
  const onError = (error: Error) => toasts.complain(messageOf(error));
  return (
    <div className="flex items-center gap-2">
      <select
        aria-label={`Role of ${person.name}`}
        className="input w-auto py-1 text-sm"
        value={setRole.isPending ? setRole.variables : person.role}
        disabled={setRole.isPending}
        onChange={({ target }) => setRole.mutate(target.value as Role, { onError })}
      >
        {Object.entries(ROLE_NAMES).map(([role, name]) => (
          <option key={role} value={role}>
            {name}
          </option>
        ))}
      </select>
      <Button
        look={isActive ? "danger" : "secondary"}
        className="min-w-24"
        isBusy={setStanding.isPending}
        onClick={() => setStanding.mutate(isActive ? "INACTIVE" : "ACTIVE", { onError })}
      >
        {isActive ? "Deactivate" : "Activate"}
        <span className="sr-only"> {person.name}</span>
      </Button>
    </div>
  );
}
