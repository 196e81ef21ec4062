import { Refused } from "./refused.ts";

/**
 * So many at once, and no queue: whoever comes beyond them is told when to come again. One holder takes half of them at the most, so
 * that the edges of one company, which may send slowly, keep out no other's.
 */
export class Places {
  readonly #most: number;
  readonly #retryAfterSeconds: number;
  readonly #held = new Map<number, number>();
  #taken = 0;

  constructor(most: number, retryAfterSeconds: number) {
    this.#most = most;
    this.#retryAfterSeconds = retryAfterSeconds;
  }

  /** `holder`: a company; null where nobody knows yet. Throws Refused "busy". */
  async within<T>(work: () => Promise<T>, holder: number | null = null): Promise<T> {
    const held = holder === null ? 0 : (this.#held.get(holder) ?? 0);
    if (this.#taken >= this.#most || held >= this.#most / 2) throw new Refused("busy", this.#retryAfterSeconds);
    this.#taken++;
    if (holder !== null) this.#held.set(holder, held + 1);
    try {
      return await work();
    } finally {
      this.#taken--;
      if (holder !== null) this.#giveBack(holder);
    }
  }

  #giveBack(holder: number): void {
    const left = (this.#held.get(holder) ?? 1) - 1;
    if (left > 0) this.#held.set(holder, left);
    else this.#held.delete(holder);
  }
}

const MOST_PROVED = 10_000;

/** Edges that have proved who they are since the process began, the last ones of very many. */
export class Proved {
  readonly #seen = new Set<string>();

  has(company: number, edge: string): boolean {
    return this.#seen.has(`${company} ${edge}`);
  }

  add(company: number, edge: string): void {
    const name = `${company} ${edge}`;
    this.#seen.delete(name);
    this.#seen.add(name);
    const [oldest] = this.#seen;
    if (this.#seen.size > MOST_PROVED && oldest !== undefined) this.#seen.delete(oldest);
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
