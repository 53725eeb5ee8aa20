import { beforeEach, describe, expect, it, test } from "vitest";

import { REFRESH_TOKEN_KEY, Session, SignedOut, type Surroundings } from "./session.ts";
import { PoolError, type PoolTokens } from "./user-pool.ts";

const MINUTE_MS = 60_000;

/** A browser with any number of tabs: one storage, one lock, one channel. */
class Browser {
  now = 0;
  readonly storage = new Map<string, string>();
  private readonly listeners: { tab: number; hear: (event: Event) => void }[] = [];
  private lock: Promise<unknown> = Promise.resolve();
  private tabs = 0;

  tab(): Surroundings {
    const tab = ++this.tabs;
    return {
      storage: {
        getItem: (key) => this.storage.get(key) ?? null,
        setItem: (key, value) => void this.storage.set(key, value),
        removeItem: (key) => void this.storage.delete(key),
      },
      channel: {
        postMessage: (data: unknown) => {
          for (const { tab: other, hear } of this.listeners)
            if (other !== tab) hear(new MessageEvent("message", { data }));
        },
        addEventListener: (_: string, hear: unknown) =>
          void this.listeners.push({ tab, hear: hear as (event: Event) => void }),
      },
      exclusively: (work) => {
        const turn = this.lock.then(work);
        this.lock = turn.catch(() => undefined);
        return turn;
      },
      now: () => this.now,
    };
  }
}

/** A user pool whose refresh tokens live once, as with rotation. */
class Pool {
  refreshes = 0;
  revoked: string[] = [];
  valid = "first";
  failure: Error | null = null;

  async refresh(token: string): Promise<PoolTokens> {
    this.refreshes += 1;
    if (this.failure) throw this.failure;
    if (token !== this.valid) throw new PoolError("NotAuthorizedException", "Refresh Token has been revoked");
    this.valid = `${token}+`;
    return tokens(this.valid, this.refreshes);
  }

  async revoke(token: string): Promise<void> {
    this.revoked.push(token);
  }
}

function tokens(refreshToken: string, serial = 0, groups: string[] = ["MEMBER"]): PoolTokens {
  const claims = { sub: "ann", name: "Ánn", email: "ann@example.com", "cognito:groups": groups };
  const body = btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(claims))));
  return {
    IdToken: `h.${body}.${serial}`,
    AccessToken: `access-${serial}`,
    RefreshToken: refreshToken,
    ExpiresIn: 900,
  };
}

let browser: Browser;
let pool: Pool;

beforeEach(() => {
  browser = new Browser();
  pool = new Pool();
});

test("without a remembered session one is signed out", async () => {
  const session = new Session(pool, browser.tab());
  await session.start();
  expect(session.snapshot().status).toBe("signed-out");
});

test("a reload takes up the session, with the claims of the new token", async () => {
  browser.storage.set(REFRESH_TOKEN_KEY, "first");
  const session = new Session(pool, browser.tab());
  await session.start();
  expect(session.snapshot()).toEqual({
    status: "signed-in",
    principal: { id: "ann", role: "MEMBER", name: "Ánn", email: "ann@example.com" },
  });
});

test("the group ADMIN makes an admin", () => {
  const session = new Session(pool, browser.tab());
  session.open(tokens("first", 0, ["MEMBER", "ADMIN"]));
  expect(session.snapshot()).toMatchObject({ principal: { role: "ADMIN" } });
});

test("tokens that are still good are not refreshed", async () => {
  const session = new Session(pool, browser.tab());
  session.open(tokens("first"));
  await session.idToken();
  expect(pool.refreshes).toBe(0);
});

test("many requests with an expired token refresh once", async () => {
  const session = new Session(pool, browser.tab());
  session.open(tokens("first"));
  browser.now = 16 * MINUTE_MS;
  const used = await Promise.all([session.idToken(), session.idToken(), session.accessToken()]);
  expect(pool.refreshes).toBe(1);
  expect(used[0]).toBe(used[1]);
});

describe("with two tabs", () => {
  let one: Session;
  let two: Session;

  beforeEach(async () => {
    one = new Session(pool, browser.tab());
    two = new Session(pool, browser.tab());
    one.open(tokens("first"));
    await two.start();
    pool.refreshes = 0;
  });

  it("an expired token is refreshed once for both", async () => {
    browser.now = 16 * MINUTE_MS;
    const [first, second] = await Promise.all([one.idToken(), two.idToken()]);
    expect(pool.refreshes).toBe(1);
    expect(first).toBe(second);
  });

  it("signing out in one ends the other and revokes the token", async () => {
    await one.close();
    two.storageChanged(null);
    expect([one.snapshot().status, two.snapshot().status]).toEqual(["signed-out", "signed-out"]);
    expect(pool.revoked).toEqual([pool.valid]);
  });
});

test("a refresh token that was revoked ends the session", async () => {
  const session = new Session(pool, browser.tab());
  session.open(tokens("stolen"));
  await expect(session.renew()).rejects.toThrow(SignedOut);
  expect(session.snapshot().status).toBe("signed-out");
  expect(browser.storage.size).toBe(0);
});

test("a user pool that is away for a moment does not sign anybody out", async () => {
  browser.storage.set(REFRESH_TOKEN_KEY, "first");
  pool.failure = new TypeError("Failed to fetch");
  const session = new Session(pool, browser.tab());
  await session.start();
  expect(session.snapshot().status).toBe("unreachable");
  pool.failure = null;
  await session.start();
  expect(session.snapshot().status).toBe("signed-in");
});
