import { createHash, randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Sql } from "#db/clients.ts";
import type { Env } from "../env.ts";
import { errorFields, type Log } from "../log.ts";
import { endProcess, type ProcessName, reportProcess } from "../store/processes.ts";

export interface Presence {
  end(): Promise<void>;
}

/** How often a process says that it is there; missing three times, it is missing. */
export const PRESENCE_MS = 30_000;

/** Says every half minute that this process runs, with its release and since when. `sql` is web's, keeper's or collect's. */
export function keepPresence(sql: Sql, name: ProcessName, env: Env, log: Log): Presence {
  const id = randomUUID();
  const startedAt = new Date(Date.now() - process.uptime() * 1000);
  let told = true;
  const tell = async () => {
    const row = { id, name, release: env.release, machine: machineId(), startedAt, seenAt: new Date() };
    try {
      await reportProcess(sql, { ...row, metricsPort: env.metricsPort ?? null });
      told = true;
    } catch (error) {
      if (told) log.warn("presence.not-told", errorFields(error));
      told = false;
    }
  };
  let telling = tell();
  const timer = setInterval(() => {
    telling = tell();
  }, PRESENCE_MS);
  timer.unref();
  return {
    end: async () => {
      clearInterval(timer);
      await telling;
      await endProcess(sql, id).catch(() => undefined);
    },
  };
}

const KEPT = Symbol.for("gallra.presence");

/** For the portal, whose bundle opens its doors: the process that ends finds its presence here. */
export function keepForEnd(presence: Presence): void {
  Reflect.set(globalThis, KEPT, presence);
}

/** Ends what `keepForEnd` was handed, within two seconds; nothing was handed where nobody had asked the portal for anything. */
export async function endPresence(): Promise<void> {
  const kept = Reflect.get(globalThis, KEPT) as Presence | undefined;
  if (kept !== undefined) await Promise.race([kept.end(), new Promise((done) => setTimeout(done, 2_000))]);
}

/** Tells machines apart without naming them. */
export function machineId(): string {
  return createHash("sha256").update(`gallra machine ${hostname()}`).digest("hex").slice(0, 8);
}
