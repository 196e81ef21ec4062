import { spawn } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Cluster, connect, type DbRole, type Sql } from "../clients.ts";
import { type ClusterHome, readClusterHome, rolesFile, writeAddresses } from "../cluster-home.ts";
import { writeSecret } from "../secret-file.ts";
import { announce, hasKeeper, isReady, SHARED_HOME, testHomePrefix, withdraw } from "./shared-home.ts";
import { copyTemplates, dropDatabases } from "./template.ts";

export interface TestDatabase {
  /** A pool for a role in the data cluster; asked twice it is the same pool. */
  data(role: DbRole): Sql;
  keyring(role: DbRole): Sql;
  /** A home of its own (secrets/roles.json, secrets/clusters.json), which child processes can be given as GALLRA_HOME. */
  readonly home: string;
  readonly clusterHome: ClusterHome;
  close(): Promise<void>;
}

/**
 * Two migrated databases of their own in clusters that all test processes share, in about 100 ms. The clusters start by
 * themselves and stop some time after the last test process has ended. With a test context it closes itself.
 */
export async function openTestDatabase(t?: { after(fn: () => Promise<void>): void }): Promise<TestDatabase> {
  await joinSharedClusters();
  const shared = readClusterHome(SHARED_HOME);
  const tag = `t_${process.pid}_${++opened}`;
  const names = { data: `${tag}_data`, keyring: `${tag}_keyring` };
  await copyTemplates(SHARED_HOME, names);
  const home = mkdtempSync(testHomePrefix(process.pid));
  const clusterHome: ClusterHome = {
    home,
    passwords: shared.passwords,
    addresses: {
      data: { ...shared.addresses.data, database: names.data },
      keyring: { ...shared.addresses.keyring, database: names.keyring },
    },
  };
  writeSecret(rolesFile(home), JSON.stringify(shared.passwords));
  writeAddresses(home, clusterHome.addresses);
  const pools = openPools(clusterHome);
  const close = async () => {
    await pools.end();
    await dropDatabases(SHARED_HOME, names);
    rmSync(home, { recursive: true, force: true });
  };
  t?.after(close);
  return {
    data: (role) => pools.get("data", role),
    keyring: (role) => pools.get("keyring", role),
    home,
    clusterHome,
    close,
  };
}

let opened = 0;
let joined: Promise<void> | null = null;

function joinSharedClusters(): Promise<void> {
  joined ??= join();
  return joined;

  async function join(): Promise<void> {
    announce();
    process.once("exit", () => withdraw(process.pid));
    const until = Date.now() + 180_000;
    for (let round = 0; !isReady(); round++) {
      if (Date.now() > until) throw new Error(`the shared test clusters do not start: see ${keeperLog()}`);
      if (round % 50 === 0 || !hasKeeper()) startKeeper();
      announce();
      await wait(100);
    }
  }
}

/** Detached, so that it outlives the test process that happened to be first. */
function startKeeper(): void {
  if (hasKeeper()) return;
  mkdirSync(SHARED_HOME, { recursive: true, mode: 0o700 });
  const log = openSync(keeperLog(), "a", 0o600);
  const env = { TMPDIR: tmpdir() } as unknown as NodeJS.ProcessEnv;
  spawn(process.execPath, [join(import.meta.dirname, "keeper.ts")], {
    detached: true,
    stdio: ["ignore", log, log],
    env,
  }).unref();
  closeSync(log);
}

function keeperLog(): string {
  return `${SHARED_HOME}.log`;
}

export function openPools(home: ClusterHome) {
  const pools = new Map<string, Sql>();
  return {
    get(cluster: Cluster, role: DbRole): Sql {
      const key = `${cluster} ${role}`;
      const known = pools.get(key) ?? connect(home, cluster, role, { max: 4, name: `test ${role}` });
      pools.set(key, known);
      return known;
    },
    async end(): Promise<void> {
      await Promise.all([...pools.values()].map((sql) => sql.end({ timeout: 2 })));
    },
  };
}
