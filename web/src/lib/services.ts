/** What every part of the page may need, made once at the start. */
import { createContext, useContext, useSyncExternalStore } from "react";

import type { Api } from "./api/client.ts";
import type { Principal } from "./cognito/claims.ts";
import type { Session, SessionState } from "./cognito/session.ts";
import type { UserPool } from "./cognito/user-pool.ts";
import type { Config } from "./config.ts";
import type { Toasts } from "./toasts.ts";

export interface Services {
  config: Config;
  pool: UserPool;
  session: Session;
  api: Api;
  toasts: Toasts;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error("This part of the page stands outside of its services.");
  return services;
}

export function useSession(): SessionState {
  const { session } = useServices();
  return useSyncExternalStore(session.subscribe, session.snapshot);
}

/** The person who is signed in; only for parts that are shown to nobody else. */
export function useActor(): Principal {
  const state = useSession();
  if (state.status !== "signed-in") throw new Error("Nobody is signed in.");
  return state.principal;
}
