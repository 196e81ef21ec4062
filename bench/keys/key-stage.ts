import type { TestDatabase } from "#db/testing/database.ts";
import { readEnv } from "#server/env.ts";
import { openInstallation, type OpenInstallation } from "#server/installation.ts";
import {
  createCompanyKeys,
  createSecrets,
  ensureSlices,
  type Keyring,
  resolveSubjects,
} from "#server/keyring/index.ts";
import { createLog } from "#server/log.ts";

export interface KeyStage {
  readonly installation: OpenInstallation;
  readonly keyring: Keyring;
  /** By company, the subject ids in the order of their numbers. */
  readonly ids: ReadonlyMap<number, readonly Buffer[]>;
  readonly time: { now: Date };
  /** Another process of the home, with its own caches. */
  reopen(): Promise<OpenInstallation>;
}

/** A keyring with the numbers of a few companies in it, in a home of its own. */
export async function openKeyStage(
  db: TestDatabase,
  companies: readonly number[],
  each: number,
  time: { now: Date } = { now: new Date() },
): Promise<KeyStage> {
  await createSecrets(db.home);
  const reopen = () =>
    openInstallation(readEnv({ GALLRA_HOME: db.home }), {
      log: createLog("bench", () => undefined),
      name: "bench",
      roles: ["web", "ingest", "keeper"],
      clock: () => time.now,
    });
  const installation = await reopen();
  const { keyring } = installation;
  const ids = new Map<number, Buffer[]>();
  for (const company of companies) {
    await createCompanyKeys(keyring, company);
    ids.set(company, await fill(keyring, company, each, time.now));
  }
  return { installation, keyring, ids, time, reopen };
}

export function numberOf(n: number): string {
  return `+4670${String(1_000_000 + n)}`;
}

async function fill(k: Keyring, company: number, count: number, now: Date): Promise<Buffer[]> {
  const all: Buffer[] = [];
  for (let from = 0; from < count; from += AT_ONCE) {
    const wanted = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, n) => ({
      class: 1,
      canonical: numberOf(from + n),
      digits: numberOf(from + n).replace("+46", "0"),
      national: numberOf(from + n).replace("+46", "0"),
      last8: numberOf(from + n).slice(-8),
      liveUntil: dayAfter(now, 400),
      calledAt: now,
      receivedAt: now,
    }));
    for (const one of await resolveSubjects(k, company, wanted))
      all.push(Buffer.from(one.subjectId ?? Buffer.alloc(16)));
  }
  const specs = Array.from({ length: 30 }, (_, n) => ({
    product: 4,
    class: 1,
    callDay: dayAfter(now, -n),
    expiresOn: dayAfter(now, 100 - n),
    destroyAt: new Date(`${dayAfter(now, 100 - n)}T00:00:00Z`),
  }));
  await ensureSlices(k, company, specs);
  return all;
}

export function dayAfter(from: Date, days: number): string {
  return new Date(from.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

const AT_ONCE = 5_000;
