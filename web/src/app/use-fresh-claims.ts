/** Gets new tokens when the profile shows that the role in them is out of date. */
import { useEffect } from "react";

import { useProfile } from "../lib/queries/profile.ts";
import { useActor, useServices } from "../lib/services.ts";

export function useFreshClaims(): void {
  const { session } = useServices();
  const actor = useActor();
  const role = useProfile().data?.role;
  useEffect(() => {
    // Once for each change: if the new tokens still disagree, the next sign-in will tell.
    if (role && role !== actor.role) void session.renew().catch(() => undefined);
  }, [role, actor.role, session]);
}
