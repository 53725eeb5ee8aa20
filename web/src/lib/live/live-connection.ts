/** Hears of what happens on the server: over a socket while there is one, and by asking for what was missed. */
import { answer, type Api } from "../api/client.ts";
import { ApiError } from "../api/problem.ts";
import type { LiveStatus } from "./live-status.ts";
import type { Socket, Surroundings } from "./surroundings.ts";

/** Something happened to a task. */
export interface LiveMessage {
  id: string;
  type: string;
  taskId: string;
  at: string;
}

export interface Listener {
  /** What happened, each once. */
  heard: (messages: LiveMessage[]) => void;
  /** So much was missed that everything is to be asked for anew. */
  lost: () => void;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** API Gateway cuts sockets that have been silent for ten minutes. */
const PING_EVERY_MS = 4 * 60_000;
const PONG_WITHIN_MS = 5_000;
/** A little longer than what the server's cursor lags, after which it has told everything. */
const SETTLED_MS = 6_000;
const POLL_EVERY_MS = 15_000;
const PAGE = 100;
const REMEMBERED = 1_000;
const PING = '{"type":"ping"}';

export class LiveConnection {
  private socket: Socket | null = null;
  private cursor: string | null = null;
  private failures = 0;
  private isStopped = true;
  private isConnecting = false;
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly known = new Set<string>();
  private stopListening = (): void => undefined;

  constructor(
    private readonly api: Api,
    private readonly listener: Listener,
    private readonly status: LiveStatus,
    private readonly around: Surroundings,
  ) {}

  start(): void {
    this.isStopped = false;
    this.stopListening = this.around.whenBack(() => this.comeBack());
    void this.connect();
  }

  stop(): void {
    this.isStopped = true;
    this.stopListening();
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.leave();
  }

  private async connect(): Promise<void> {
    if (this.isStopped || this.isConnecting || this.socket) return;
    this.isConnecting = true;
    try {
      await this.begin();
      const { url, ticket } = await answer(this.api.POST("/live/ticket"));
      if (this.isStopped) return;
      if (url) this.join(`${url}?ticket=${ticket}`);
      else this.poll();
    } catch {
      this.comeAgain();
    } finally {
      this.isConnecting = false;
    }
  }

  /** Find out from where on to follow; what is on the screen may be older if that took more than one try. */
  private async begin(): Promise<void> {
    if (this.cursor) return;
    this.cursor = (await answer(this.api.GET("/events"))).nextCursor;
    if (this.failures) this.listener.lost();
  }

  private join(url: string): void {
    const socket = this.around.open(url);
    this.socket = socket;
    socket.addEventListener("open", () => {
      this.failures = 0;
      this.status.become("live");
      void this.catchUp();
      this.after("settled", SETTLED_MS, () => void this.catchUp());
      this.keepAlive();
    });
    socket.addEventListener("message", ({ data }) => {
      this.stopTimer("pong");
      const message = read(data);
      if (message) this.tell([message]);
    });
    socket.addEventListener("close", () => {
      if (this.socket !== socket) return;
      this.leave();
      this.comeAgain();
    });
  }

  private leave(): void {
    const { socket } = this;
    this.socket = null;
    for (const name of ["ping", "pong", "settled"]) this.stopTimer(name);
    socket?.close();
  }

  private comeAgain(): void {
    if (this.isStopped) return;
    this.status.become("away");
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.failures++, 10));
    this.after("again", longest * (0.5 + this.around.random() / 2), () => void this.connect());
  }

  /** Where there are no sockets, ask now and then. */
  private poll(): void {
    this.status.become("polling");
    void this.catchUp();
    this.after("again", POLL_EVERY_MS, () => this.poll());
  }

  /** The network or the reader is back: connect at once, or see whether the socket has outlived the pause. */
  private comeBack(): void {
    if (this.status.snapshot() === "polling") return this.poll();
    if (!this.socket) return void this.connect();
    if (this.status.snapshot() !== "live") return;
    this.ask();
    void this.catchUp();
  }

  private keepAlive(): void {
    this.after("ping", PING_EVERY_MS, () => {
      this.ask();
      void this.catchUp();
      this.keepAlive();
    });
  }

  private ask(): void {
    this.socket?.send(PING);
    this.after("pong", PONG_WITHIN_MS, () => {
      this.leave();
      this.comeAgain();
    });
  }

  private async catchUp(): Promise<void> {
    if (!this.cursor) return;
    try {
      const query = { after: this.cursor, limit: PAGE };
      const { items, nextCursor, hasMore } = await answer(this.api.GET("/events", { params: { query } }));
      if (hasMore) return await this.beginAnew();
      this.cursor = nextCursor;
      this.tell(items.map(({ id, type, at, subject }) => ({ id, type, at, taskId: subject.id })));
    } catch (error) {
      if (error instanceof ApiError && error.status === 422) return this.beginAnew().catch(() => undefined);
      this.after("settled", SETTLED_MS, () => void this.catchUp());
    }
  }

  private async beginAnew(): Promise<void> {
    this.cursor = (await answer(this.api.GET("/events"))).nextCursor;
    this.listener.lost();
  }

  private tell(messages: LiveMessage[]): void {
    const news = messages.filter(({ id }) => !this.known.has(id));
    for (const { id } of news) this.known.add(id);
    for (const id of this.known) {
      if (this.known.size <= REMEMBERED) break;
      this.known.delete(id);
    }
    if (news.length && !this.isStopped) this.listener.heard(news);
  }

  private after(name: string, ms: number, work: () => void): void {
    this.stopTimer(name);
    if (!this.isStopped) this.timers.set(name, setTimeout(work, ms));
  }

  private stopTimer(name: string): void {
    clearTimeout(this.timers.get(name));
    this.timers.delete(name);
  }
}

function read(data: unknown): LiveMessage | null {
  try {
    const message = JSON.parse(String(data)) as Partial<LiveMessage>;
    return message.id && message.taskId ? (message as LiveMessage) : null;
  } catch {
    return null;
  }
}
