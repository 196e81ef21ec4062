import { Refused } from "./refused.ts";

/** So many at once, and no queue: whoever comes beyond them is told when to come again. */
export class Places {
  readonly #most: number;
  readonly #retryAfterSeconds: number;
  #taken = 0;

  constructor(most: number, retryAfterSeconds: number) {
    this.#most = most;
    this.#retryAfterSeconds = retryAfterSeconds;
  }

  /** Throws Refused "busy". */
  async within<T>(work: () => Promise<T>): Promise<T> {
    if (this.#taken >= this.#most) throw new Refused("busy", this.#retryAfterSeconds);
    this.#taken++;
    try {
      return await work();
    } finally {
      this.#taken--;
    }
  }
}

const FREE = 30;
const WINDOW_MS = 60_000;
const MOST_ADDRESSES = 10_000;

/** Requests of one address that proved nothing: some are free a minute, the rest are not even looked at. */
export class Strangers {
  readonly #seen = new Map<string, { count: number; since: number }>();

  /** Throws Refused "too-many". */
  check(address: string, now: number): void {
    const known = this.#seen.get(address);
    if (known !== undefined && known.count >= FREE && now - known.since < WINDOW_MS) throw new Refused("too-many", 60);
  }

  count(address: string, now: number): void {
    const known = this.#seen.get(address);
    if (known !== undefined && now - known.since < WINDOW_MS) known.count++;
    else {
      if (this.#seen.size >= MOST_ADDRESSES) this.#seen.clear();
      this.#seen.set(address, { count: 1, since: now });
    }
  }
}
