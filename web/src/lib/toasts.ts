/** Short messages that go away by themselves, with at most one thing to do about them. */

export interface Toast {
  id: number;
  text: string;
  look: "plain" | "error";
  action?: { label: string; run: () => void };
  /** A newer toast on the same topic takes the place of this one. */
  topic?: string;
}

type Listener = () => void;

export class Toasts {
  private list: readonly Toast[] = [];
  private lastId = 0;
  private readonly listeners = new Set<Listener>();

  constructor(private readonly lifetimeMs = 8000) {}

  readonly subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): readonly Toast[] => this.list;

  /** Return the toast's id. */
  tell(text: string, action?: Toast["action"], topic?: string): number {
    return this.add({ text, action, topic, look: "plain" });
  }

  complain(text: string, action?: Toast["action"]): number {
    return this.add({ text, action, look: "error" });
  }

  dismiss(id: number): void {
    this.set(this.list.filter((toast) => toast.id !== id));
  }

  private add(toast: Omit<Toast, "id">): number {
    const id = ++this.lastId;
    const others = this.list.filter(({ topic }) => !topic || topic !== toast.topic);
    this.set([...others.slice(-2), { ...toast, id }]);
    setTimeout(() => this.dismiss(id), this.lifetimeMs);
    return id;
  }

  private set(list: readonly Toast[]): void {
    this.list = list;
    for (const listener of this.listeners) listener();
  }
}
