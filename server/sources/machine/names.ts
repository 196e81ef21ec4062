import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { SourceTrouble } from "../problem.ts";

export interface Asking {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

type Lookup = (host: string) => Promise<readonly string[]>;

/** A name server that lets one wait so long is not asked for that name again for a while. */
const SLOW_MS = 2_000;
const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 1_000;

/**
 * Names of hosts. Each question keeps a thread of the process for as long as a name server is silent, and there are few: an owner asks one
 * thing at a time, so that the dead names of one company do not hold up the others.
 */
export class Names {
  readonly #lookup: Lookup;
  readonly #now: () => number;
  readonly #asking = new Map<string, Promise<unknown>>();
  readonly #silent = new Map<string, number>();

  constructor(ask: Lookup = addresses, now = () => performance.now()) {
    this.#lookup = ask;
    this.#now = now;
  }

  /** Its addresses. Throws SourceTrouble: "name-unknown", or "timed-out" once `timeoutMs` are over or nobody waits any more. */
  async find(owner: string, host: string, { timeoutMs, signal }: Asking): Promise<readonly string[]> {
    if (isIP(host) > 0) return [host];
    const late = AbortSignal.timeout(timeoutMs);
    const over = AbortSignal.any(signal === undefined ? [late] : [late, signal]);
    const before = this.#asking.get(owner);
    const answer = (before ?? Promise.resolve()).then(() => this.#ask(owner, host, over));
    const settled = answer.catch(() => undefined);
    this.#asking.set(owner, settled);
    void settled.then(() => this.#asking.get(owner) === settled && this.#asking.delete(owner));
    return await Promise.race([answer, ended(over)]);
  }

  /** Whoever has stopped waiting in the meantime asks no more. */
  async #ask(owner: string, host: string, over: AbortSignal): Promise<readonly string[]> {
    const key = `${owner} ${host}`;
    const began = this.#now();
    if (over.aborted) throw new SourceTrouble("timed-out", over.reason);
    if (began < (this.#silent.get(key) ?? began)) throw new SourceTrouble("name-unknown");
    try {
      return await this.#lookup(host);
    } catch (cause) {
      if (this.#now() - began >= SLOW_MS) this.#remember(key);
      throw new SourceTrouble("name-unknown", cause);
    }
  }

  #remember(key: string): void {
    this.#silent.delete(key);
    this.#silent.set(key, this.#now() + REMEMBERED_MS);
    const oldest = this.#silent.size > MOST_REMEMBERED ? this.#silent.keys().next().value : undefined;
    if (oldest !== undefined) this.#silent.delete(oldest);
  }
}

async function addresses(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true, order: "verbatim" })).map(({ address }) => address);
}

async function ended(signal: AbortSignal): Promise<never> {
  return await new Promise((_, reject) => {
    const fail = () => reject(new SourceTrouble("timed-out", signal.reason));
    if (signal.aborted) fail();
    signal.addEventListener("abort", fail, { once: true });
  });
}
