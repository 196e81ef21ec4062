const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Remembers which deliveries failed, and waits twice as long after each failure; one that fails delays no other. */
export class Patience {
  readonly #now: () => number;
  readonly #failed = new Map<string, { until: number; pause: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  isDue(key: string): boolean {
    const failed = this.#failed.get(key);
    // A clock set back must not make anything wait longer than the longest pause.
    return failed === undefined || this.#now() >= failed.until || this.#now() < failed.until - LONGEST_PAUSE_MS;
  }

  report(key: string, ok: boolean): void {
    if (ok) {
      this.#failed.delete(key);
      return;
    }
    const pause = Math.min((this.#failed.get(key)?.pause ?? FIRST_PAUSE_MS / 2) * 2, LONGEST_PAUSE_MS);
    this.#failed.set(key, { until: this.#now() + pause, pause });
  }
}
