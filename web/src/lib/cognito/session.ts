/** Who is signed in: tokens in memory, the refresh token in storage, one refresh for all tabs. */
import { principalOf, type Principal } from "./claims.ts";
import { PoolError, type PoolTokens, type UserPool } from "./user-pool.ts";

export type SessionState =
  | { status: "starting" }
  | { status: "unreachable" }
  | { status: "signed-out" }
  | { status: "signed-in"; principal: Principal };

/** Nobody is signed in any more. */
export class SignedOut extends Error {}

interface Tokens {
  idToken: string;
  accessToken: string;
  expiresAt: number;
}

/** What the session needs from its surroundings, so that tests can be two tabs in one process. */
export interface Surroundings {
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  channel: Pick<BroadcastChannel, "postMessage" | "addEventListener">;
  exclusively: <T>(work: () => Promise<T>) => Promise<T>;
  now: () => number;
}

export const REFRESH_TOKEN_KEY = "relayboard.refreshToken";
const EXPIRY_MARGIN_MS = 30_000;
const NEWS_FROM_OTHER_TAB_MS = 500;

export class Session {
  private state: SessionState = { status: "starting" };
  private tokens: Tokens | null = null;
  private refreshing: Promise<Tokens> | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly pool: Pick<UserPool, "refresh" | "revoke">,
    private readonly around: Surroundings,
  ) {
    around.channel.addEventListener("message", (event) => {
      if (this.state.status !== "signed-out") this.take((event as MessageEvent<Tokens>).data);
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): SessionState => this.state;

  /** Take up the session that storage remembers, if any. */
  async start(): Promise<void> {
    if (!this.stored()) return this.set({ status: "signed-out" });
    this.set({ status: "starting" });
    await this.renew().catch((error: unknown) => {
      if (!(error instanceof SignedOut)) this.set({ status: "unreachable" });
    });
  }

  /** Begin a session with the tokens of a sign-in. */
  open(tokens: PoolTokens): void {
    this.keep(tokens);
  }

  /** Return a valid ID token. Throws SignedOut. */
  async idToken(): Promise<string> {
    return (await this.current()).idToken;
  }

  /** Return a valid access token. Throws SignedOut. */
  async accessToken(): Promise<string> {
    return (await this.current()).accessToken;
  }

  /** Get new tokens although the present ones look valid. Throws SignedOut. */
  renew(): Promise<Tokens> {
    this.tokens = null;
    this.refreshing ??= this.refresh().finally(() => (this.refreshing = null));
    return this.refreshing;
  }

  /** Sign out here and in every other tab. */
  async close(): Promise<void> {
    const refreshToken = this.stored();
    this.end();
    if (refreshToken) await this.pool.revoke(refreshToken).catch(() => undefined);
  }

  /** Follow what another tab did to the stored refresh token. */
  storageChanged(refreshToken: string | null): void {
    if (!refreshToken) this.end();
    else if (this.state.status === "signed-out") void this.start();
  }

  private current(): Promise<Tokens> {
    const valid = this.tokens && this.tokens.expiresAt - EXPIRY_MARGIN_MS > this.around.now();
    return valid ? Promise.resolve(this.tokens!) : this.renew();
  }

  private async refresh(): Promise<Tokens> {
    const before = this.stored();
    return this.around.exclusively(async () => {
      const stored = this.stored();
      if (!stored) throw this.end();
      if (stored !== before) await this.newsFromOtherTab();
      return this.tokens ?? this.exchange(stored);
    });
  }

  private async exchange(refreshToken: string): Promise<Tokens> {
    try {
      return this.keep(await this.pool.refresh(refreshToken));
    } catch (error) {
      if (error instanceof PoolError && error.code === "NotAuthorizedException") throw this.end();
      throw error;
    }
  }

  /** Another tab has just refreshed and is telling us: wait for its message a little. */
  private async newsFromOtherTab(): Promise<void> {
    const until = this.around.now() + NEWS_FROM_OTHER_TAB_MS;
    while (!this.tokens && this.around.now() < until) await new Promise((wake) => setTimeout(wake, 10));
  }

  private keep(answer: PoolTokens): Tokens {
    if (answer.RefreshToken) this.around.storage.setItem(REFRESH_TOKEN_KEY, answer.RefreshToken);
    const tokens = {
      idToken: answer.IdToken,
      accessToken: answer.AccessToken,
      expiresAt: this.around.now() + answer.ExpiresIn * 1000,
    };
    this.take(tokens);
    this.around.channel.postMessage(tokens);
    return tokens;
  }

  private take(tokens: Tokens): void {
    this.tokens = tokens;
    this.set({ status: "signed-in", principal: principalOf(tokens.idToken) });
  }

  private end(): SignedOut {
    this.tokens = null;
    this.around.storage.removeItem(REFRESH_TOKEN_KEY);
    this.set({ status: "signed-out" });
    return new SignedOut("You are signed out.");
  }

  private stored(): string | null {
    return this.around.storage.getItem(REFRESH_TOKEN_KEY);
  }

  private set(state: SessionState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

/** The browser's own storage, channel and locks; without locks (plain http) each tab refreshes for itself. */
export function browserSurroundings(): Surroundings {
  return {
    storage: localStorage,
    channel: new BroadcastChannel("relayboard.tokens"),
    exclusively: <T>(work: () => Promise<T>) =>
      "locks" in navigator ? (navigator.locks.request("relayboard.refresh", work) as Promise<T>) : work(),
    now: Date.now,
  };
}
