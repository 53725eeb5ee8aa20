/** Short messages that go away by themselves, with at most one thing to do about them. */

export interface Toast {
  id: number;
  text: string;
  look: "plain" | "error";
  action?: { label: string; run: () => void };
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

  tell(text: string, action?: Toast["action"]): void {
    this.add({ text, action, look: "plain" });
  }

  complain(text: string): void {
    this.add({ text, look: "error" });
  }

  dismiss(id: number): void {
    this.set(this.list.filter((toast) => toast.id !== id));
  }

  private add(toast: Omit<Toast, "id">): void {
    const id = ++this.lastId;
    this.set([...this.list.slice(-2), { ...toast, id }]);
    setTimeout(() => this.dismiss(id), this.lifetimeMs);
  }

  private set(list: readonly Toast[]): void {
    this.list = list;
    for (const listener of this.listeners) listener();
  }
}
