/** Whether the page hears of changes as they happen. */

export type LiveState = "starting" | "live" | "polling" | "away";

export class LiveStatus {
  private state: LiveState = "starting";
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): LiveState => this.state;

  become(state: LiveState): void {
    if (this.state === state) return;
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
