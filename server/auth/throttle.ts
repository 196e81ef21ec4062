import type { Clock } from "../context.ts";

interface Tally {
  failures: number;
  last: number;
}

/**
 * Slows guessing down without letting anybody lock anybody out for long: after `free` failures each further one doubles the
 * wait, up to `longest`; a quiet `forget` clears the tally. Keys are digests, so that memory holds no addresses.
 */
export class Throttle {
  readonly #tallies = new Map<string, Tally>();
  readonly #clock: Clock;
  readonly #free: number;
  readonly #longest: number;
  readonly #forget: number;

  constructor(clock: Clock, options: { free: number; longestMs?: number; forgetMs?: number }) {
    this.#clock = clock;
    this.#free = options.free;
    this.#longest = options.longestMs ?? 15 * 60_000;
    this.#forget = options.forgetMs ?? 60 * 60_000;
  }

  /** Milliseconds to wait before the next attempt may be made; 0 when it may be made now. */
  wait(key: string): number {
    const tally = this.#tallies.get(key);
    if (tally === undefined || tally.failures < this.#free) return 0;
    const pause = Math.min(this.#longest, 1000 * 2 ** Math.min(tally.failures - this.#free, 20));
    return Math.max(0, tally.last + pause - this.#clock().getTime());
  }

  failed(key: string): void {
    const now = this.#clock().getTime();
    const before = this.#tallies.get(key);
    const fresh = before === undefined || now - before.last > this.#forget;
    this.#tallies.delete(key);
    this.#tallies.set(key, { failures: fresh ? 1 : before.failures + 1, last: now });
    if (this.#tallies.size > MOST_KEYS) this.#dropOldest();
  }

  succeeded(key: string): void {
    this.#tallies.delete(key);
  }

  #dropOldest(): void {
    const oldest = this.#tallies.keys().next();
    if (!oldest.done) this.#tallies.delete(oldest.value);
  }
}

const MOST_KEYS = 10_000;
