import { createHmac, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Clock } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import type { Env } from "#server/env.ts";
import type { Log } from "#server/log.ts";
import { allowedRoots } from "#server/sources/index.ts";
import { findCompany } from "#server/store/companies.ts";
import { connect, type Sql } from "#db/clients.ts";
import { readClusterHome } from "#db/cluster-home.ts";

/** What a collector works with: one role of the data cluster, no key that opens anything. */
export interface CollectorContext {
  readonly home: string;
  readonly inbox: string;
  /** Role collect. */
  readonly sql: Sql;
  readonly clock: Clock;
  readonly log: Log;
  /** This collector among others, in leases and transfer sessions. */
  readonly holder: string;
  /** The key of a source's fingerprints. */
  fingerprintKey(companyId: number, sourceId: number): KeyObject;
  /** Folders that a company's sources may read; asked for every round, so that what the operator allows holds at once. */
  rootsOf(companyId: number): () => Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Throws AppError "unavailable" when the home has not been started or its collector key is missing. */
export function openCollector(env: Pick<Env, "home">, log: Log, clock: Clock = () => new Date()): CollectorContext {
  const key = readCollectorKey(env.home);
  const sql = connect(readClusterHome(env.home), "data", "collect", { max: 4, name: "collector" });
  // A short name never changes: it is part of paths.
  const slugs = new Map<number, string>();
  return {
    home: env.home,
    inbox: inboxOf(env.home),
    sql,
    clock,
    log,
    holder: `${hostname().slice(0, 60)}/${randomBytes(6).toString("hex")}`,
    fingerprintKey: (companyId, sourceId) =>
      createSecretKey(createHmac("sha256", key).update(`gallra fingerprint ${companyId} ${sourceId}`).digest()),
    rootsOf: (companyId) => async () => {
      const slug = slugs.get(companyId) ?? (await findCompany(sql, { id: companyId }))?.slug;
      if (slug === undefined) return [];
      slugs.set(companyId, slug);
      return allowedRoots(env.home, slug);
    },
    close: () => sql.end({ timeout: 5 }),
  };
}

export function inboxOf(home: string): string {
  return join(home, "inbox");
}

function readCollectorKey(home: string): KeyObject {
  const file = join(home, "secrets", "collector.key");
  try {
    const text = readFileSync(file, "utf8").trim();
    if (text.length >= 32) return createSecretKey(Buffer.from(text));
  } catch (cause) {
    throw lost(file, cause);
  }
  throw lost(file);
}

function lost(file: string, cause?: unknown): AppError {
  const text = `The file ${file} cannot be read. Put it back from your copy of the secrets: files are recognised by it.`;
  return new AppError("unavailable", text, { cause });
}
