import { join } from "node:path";
import { connect, type DbRole, type Sql } from "#db/clients.ts";
import { readClusterHome } from "#db/cluster-home.ts";
import type { Clock, Installation } from "./context.ts";
import type { Env } from "./env.ts";
import { loadSecrets, openKeyring } from "./keyring/index.ts";
import type { Log } from "./log.ts";

type DoorRole = Exclude<DbRole, "owner" | "jobs" | "collect">;

export interface OpenInstallation extends Installation {
  close(): Promise<void>;
}

export interface InstallationOptions {
  readonly log: Log;
  /** What the databases show of this process, e.g. "worker". */
  readonly name: string;
  /** The roles this process works under, in both clusters; it opens no other. */
  readonly roles: readonly DoorRole[];
  readonly clock?: Clock;
  readonly connections?: number;
}

/** Opens a process's doors to both clusters and the keyring. Throws AppError "unavailable" when something is missing. */
export async function openInstallation(env: Env, options: InstallationOptions): Promise<OpenInstallation> {
  const home = readClusterHome(env.home);
  const secrets = await loadSecrets(env.home);
  const clock = options.clock ?? (() => new Date());
  const max = options.connections ?? 8;
  const open = (cluster: "data" | "keyring") =>
    Object.fromEntries(
      options.roles.map((role) => [role, connect(home, cluster, role, { max, name: options.name })]),
    ) as Partial<Record<DoorRole, Sql>>;
  const data = open("data");
  const { report: _facts, ...keyringDoors } = open("keyring");
  const close = async () => {
    await Promise.all([...Object.values(data), ...Object.values(keyringDoors)].map((sql) => sql.end({ timeout: 5 })));
  };
  try {
    const keyring = await openKeyring({
      sql: keyringDoors,
      rootKey: secrets.rootKey,
      home: env.home,
      signing: secrets.signing,
      ledgerDir: join(env.home, "ledger"),
      clock,
      log: options.log,
    });
    return { env, log: options.log, clock, sql: data, keyring, close };
  } catch (error) {
    await close();
    throw error;
  }
}
