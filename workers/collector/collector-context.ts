import { createHmac, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Clock } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import type { Env } from "#server/env.ts";
import type { Log } from "#server/log.ts";
import { type Credentials, createPorts, type Machine, machineOf, type Ports } from "#server/sources/index.ts";
import { findCompany } from "#server/store/companies.ts";
import { connect, type Sql } from "#db/clients.ts";
import { readClusterHome } from "#db/cluster-home.ts";
import { lastingPool } from "./lasting-pool.ts";
import { ANSWER_MS, type LeaseDoor, leaseDoor } from "./lease-door.ts";
import { openCredentials } from "./open-credentials.ts";
import { sharedSecrets } from "./shared-secrets.ts";

/** What a collector works with: one role of the data cluster, no key that opens anything. */
export interface CollectorContext {
  readonly home: string;
  readonly inbox: string;
  /** Role collect. */
  readonly sql: Sql;
  /** Where its leases are asked for, and where it shows first that the database is away. */
  readonly leases: LeaseDoor;
  readonly clock: Clock;
  readonly log: Log;
  /** This collector among others, in leases and transfer sessions. */
  readonly holder: string;
  /** The key of a source's fingerprints. */
  fingerprintKey(companyId: number, sourceId: number): KeyObject;
  /** What a company's sources may touch on and from this machine. */
  machineOf(companyId: number): Machine;
  /** What a source signs in with. Throws SourceTrouble "no-credentials" for what does not open. */
  credentialsOf(companyId: number, sourceId: number): Promise<Credentials>;
  /** Ports that sources of this process share. */
  readonly ports: Ports;
  close(): Promise<void>;
}

/** Throws AppError "unavailable" when the home has not been started or its collector key is missing. */
export function openCollector(
  env: Pick<Env, "home" | "certFile" | "keyFile" | "trustedProxies">,
  log: Log,
  clock: Clock = () => new Date(),
): CollectorContext {
  const key = readCollectorKey(env.home);
  const clusters = readClusterHome(env.home);
  // Whoever dies in the midst of a transaction must not keep its rows from the collector that takes over.
  const idleInTransactionMs = 4_000;
  const ordinary = lastingPool(() =>
    connect(clusters, "data", "collect", { max: 4, name: "collector", idleInTransactionMs }),
  );
  const short = {
    statementTimeoutMs: ANSWER_MS,
    lockTimeoutMs: 1_000,
    idleInTransactionMs: ANSWER_MS,
    connectSeconds: 2,
  };
  const leases = lastingPool(() => connect(clusters, "data", "collect", { max: 2, name: "leases", ...short }));
  const { sql } = ordinary;
  // A short name never changes: it is part of paths.
  const slugs = new Map<number, string>();
  const shared = sharedSecrets({ ...env, sql, clock, log });
  return {
    home: env.home,
    inbox: inboxOf(env.home),
    sql,
    leases: leaseDoor(leases, ordinary),
    clock,
    log,
    holder: `${hostname().slice(0, 60)}/${randomBytes(6).toString("hex")}`,
    fingerprintKey: (companyId, sourceId) =>
      createSecretKey(createHmac("sha256", key).update(`gallra fingerprint ${companyId} ${sourceId}`).digest()),
    machineOf: (companyId) => ({
      ...machineOf(
        env.home,
        async () => {
          const slug = slugs.get(companyId) ?? (await findCompany(sql, { id: companyId }))?.slug;
          if (slug === undefined) return null;
          slugs.set(companyId, slug);
          return slug;
        },
        env,
      ),
      ...shared,
    }),
    credentialsOf: (companyId, sourceId) => openCredentials(env.home, sql, companyId, sourceId),
    ports: createPorts(),
    close: async () => {
      await Promise.all([ordinary.close(), leases.close()]);
    },
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
