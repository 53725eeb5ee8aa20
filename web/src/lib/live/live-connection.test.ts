import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Api } from "../api/client.ts";
import { LiveConnection, type LiveMessage } from "./live-connection.ts";
import { LiveStatus } from "./live-status.ts";
import { socketAddress, type Socket } from "./surroundings.ts";

class FakeSocket implements Socket {
  readonly sent: string[] = [];
  isClosed = false;
  private readonly target = new EventTarget();
  addEventListener = this.target.addEventListener.bind(this.target) as Socket["addEventListener"];
  send = (data: unknown) => void this.sent.push(String(data));
  close = () => void (this.isClosed = true);

  open = () => void this.target.dispatchEvent(new Event("open"));
  cut = () => void this.target.dispatchEvent(new Event("close"));
  say = (data: string) => void this.target.dispatchEvent(Object.assign(new Event("message"), { data }));
}

interface Happened {
  id: string;
  type: string;
  at: string;
  subject: { id: string };
}

const nothing = () => undefined as void;
const ok = <T>(data: T) => ({ data, response: { ok: true, status: 200 } });

/** A server that one can cut off; its feed is a list, its cursor a place in that. */
function world() {
  const feed: Happened[] = [];
  const sockets: FakeSocket[] = [];
  const heard: LiveMessage[] = [];
  const state = { url: "ws://relayboard.test/live" as string | null, isDown: false, lost: 0, tooLong: false };
  let back = nothing;
  const api = {
    POST: async () => {
      if (state.isDown) throw new Error("down");
      return ok({ url: state.url, ticket: "secret", expiresAt: "" });
    },
    GET: async (_: string, init?: { params: { query: { after: string } } }) => {
      if (state.isDown) throw new Error("down");
      const after = init?.params.query.after;
      const items = after === undefined ? [] : feed.slice(Number(after));
      return ok({ items, nextCursor: String(feed.length), hasMore: state.tooLong && after !== undefined });
    },
  } as unknown as Api;
  const status = new LiveStatus();
  const connection = new LiveConnection(
    api,
    { heard: (messages) => heard.push(...messages), lost: () => void (state.lost += 1) },
    status,
    {
      open: () => {
        sockets.push(new FakeSocket());
        return sockets.at(-1)!;
      },
      random: () => 1,
      whenBack: (callback) => {
        back = callback;
        return () => undefined;
      },
    },
  );
  return {
    feed,
    sockets,
    state,
    connection,
    status,
    happen: (id: string) => feed.push({ id, type: "task.updated", at: "", subject: { id: `T-${id}` } }),
    ids: () => heard.map(({ id }) => id),
    comeBack: () => back(),
  };
}

const passes = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const message = (id: string) => JSON.stringify({ id, type: "task.updated", taskId: `T-${id}`, at: "" });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function live() {
  const made = world();
  made.connection.start();
  await passes(0);
  made.sockets[0]!.open();
  await passes(0);
  return made;
}

test("tells what comes over the socket, each thing once", async () => {
  const { sockets, ids, status } = await live();
  expect(status.snapshot()).toBe("live");
  for (const id of ["A", "B", "A"]) sockets[0]!.say(message(id));
  for (const odd of ["", "{", "null", '{"type":"pong"}']) sockets[0]!.say(odd);
  expect(ids()).toEqual(["A", "B"]);
});

test("misses nothing that happens while the socket is cut", async () => {
  const { sockets, ids, happen, status } = await live();
  sockets[0]!.say(message("A"));
  happen("A");
  sockets[0]!.cut();
  expect(status.snapshot()).toBe("away");
  happen("B");
  await passes(1_000);
  sockets[1]!.open();
  await passes(0);
  expect(ids()).toEqual(["A", "B"]);
});

test("asks once more when all that was under way has settled", async () => {
  const { ids, happen } = await live();
  happen("late");
  await passes(7_000);
  expect(ids()).toEqual(["late"]);
});

test("waits longer and longer for a server that is down, and not at all when the network is back", async () => {
  const { sockets, state, comeBack } = await live();
  state.isDown = true;
  sockets[0]!.cut();
  await passes(60_000);
  state.isDown = false;
  expect(sockets).toHaveLength(1);
  comeBack();
  await passes(0);
  expect(sockets).toHaveLength(2);
});

test("asks for everything anew when it does not know what it has missed", async () => {
  const made = world();
  made.state.isDown = true;
  made.connection.start();
  await passes(600);
  made.state.isDown = false;
  await passes(5_000);
  expect(made.state.lost).toBe(1);
});

test("asks for everything anew when too much was missed", async () => {
  const { sockets, state } = await live();
  sockets[0]!.cut();
  state.tooLong = true;
  await passes(1_000);
  sockets[1]!.open();
  await passes(0);
  expect(state.lost).toBe(1);
});

test("leaves a socket that does not answer", async () => {
  const { sockets, comeBack, status } = await live();
  comeBack();
  expect(sockets[0]!.sent).toEqual(['{"type":"ping"}']);
  await passes(5_000);
  expect(sockets[0]!.isClosed).toBe(true);
  expect(status.snapshot()).toBe("away");
});

test("keeps a socket that answers, and keeps it awake", async () => {
  const { sockets } = await live();
  for (let minutes = 0; minutes < 12; minutes += 4) {
    await passes(4 * 60_000);
    sockets[0]!.say('{"type":"pong"}');
  }
  await passes(10_000);
  expect(sockets).toHaveLength(1);
  expect(sockets[0]!.sent).toHaveLength(3);
});

test("asks now and then where there are no sockets", async () => {
  const made = world();
  made.state.url = null;
  made.connection.start();
  await passes(0);
  made.happen("A");
  await passes(15_000);
  expect(made.ids()).toEqual(["A"]);
  expect(made.sockets).toHaveLength(0);
});

test("is silent once it is stopped", async () => {
  const { sockets, connection, ids, happen } = await live();
  connection.stop();
  expect(sockets[0]!.isClosed).toBe(true);
  sockets[0]!.cut();
  happen("A");
  await passes(600_000);
  expect(sockets).toHaveLength(1);
  expect(ids()).toEqual([]);
});

test("goes to the page's own server, or to where the API says", () => {
  const here = { host: "127.0.0.1:8000", protocol: "https:" };
  expect(socketAddress("ws://localhost:8000/live?ticket=x", "/api/v1", here)).toBe(
    "wss://127.0.0.1:8000/live?ticket=x",
  );
  const aws = "wss://abc.execute-api.eu-west-1.amazonaws.com/live?ticket=x";
  expect(socketAddress(aws, "https://api.example/v1", here)).toBe(aws);
});
