import type { KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import type { JWK } from "jose";
import { z } from "zod";
import { writeSecret } from "#db/secret-file.ts";
import { type ContactAnswer, type EdgeTask, openTask } from "#server/edge/protocol/index.ts";
import type { InboxPublicKey } from "#server/inbox/index.ts";
import { errorFields, type Log } from "#server/log.ts";
import { SourceTrouble } from "#server/sources/index.ts";
import { fileOf } from "./edge-home.ts";

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const Keys = z.array(z.object({ day: Day, kid: z.string(), jwk: z.record(z.string(), z.unknown()) }));

/**
 * What the portal has said last: the task, kept as it came, sealed, and the public keys to write with. A restart in the middle of
 * an outage goes on from them.
 */
export class Orders {
  readonly #home: string;
  #task: EdgeTask | null = null;
  #stamp: string | null = null;
  #keys: z.infer<typeof Keys> = [];

  private constructor(home: string) {
    this.#home = home;
  }

  static async open(home: string, edgeId: string, seal: KeyObject, log: Log): Promise<Orders> {
    const orders = new Orders(home);
    try {
      orders.#keys = Keys.parse(JSON.parse(readFileSync(fileOf(home, "inbox-keys.json"), "utf8")));
      const { stamp, task } = Kept.parse(JSON.parse(readFileSync(fileOf(home, "task.json"), "utf8")));
      orders.#task = await openTask(task, edgeId, seal);
      orders.#stamp = stamp;
    } catch (error) {
      // The first time there is none; a damaged one is asked for anew.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") log.warn("edge.task-unread", errorFields(error));
    }
    return orders;
  }

  get task(): EdgeTask | null {
    return this.#task;
  }

  /** By which the portal hears that this edge follows the task; null while a source runs on that the task has no more: it may yet write. */
  stampWith(running: Iterable<number>): string | null {
    const wanted = new Set(this.#task?.sources.map(({ id }) => id));
    return [...running].every((id) => wanted.has(id)) ? this.#stamp : null;
  }

  /** The last day that there is a key for; null without any. */
  get keysUntil(): string | null {
    return this.#keys.at(-1)?.day ?? null;
  }

  async take(answer: Pick<ContactAnswer, "stamp" | "task" | "keys">, edgeId: string, seal: KeyObject): Promise<void> {
    const keys = answer.keys.toSorted((a, b) => a.day.localeCompare(b.day));
    if (JSON.stringify(keys) !== JSON.stringify(this.#keys)) {
      writeSecret(fileOf(this.#home, "inbox-keys.json"), `${JSON.stringify(keys)}\n`);
      this.#keys = keys;
    }
    if (answer.task === null) return;
    const task = await openTask(answer.task, edgeId, seal);
    writeSecret(fileOf(this.#home, "task.json"), `${JSON.stringify({ stamp: answer.stamp, task: answer.task })}\n`);
    this.#task = task;
    this.#stamp = answer.stamp;
  }

  /** Today's key, or the next one where it is missing; an older one never. Throws SourceTrouble "no-inbox-key". */
  keyAt(now: Date): InboxPublicKey {
    const today = now.toISOString().slice(0, 10);
    const found = this.#keys.find(({ day }) => day >= today);
    if (found === undefined) throw new SourceTrouble("no-inbox-key");
    return { kid: found.kid, publicJwk: found.jwk as JWK };
  }
}

const Kept = z.object({ stamp: z.string(), task: z.string() });
