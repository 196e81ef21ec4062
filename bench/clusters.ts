import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cluster } from "#db/clients.ts";
import { type ClusterHome, readClusterHome, rolesFile, writeAddresses } from "#db/cluster-home.ts";
import { openPlace } from "#db/embedded/place.ts";
import { adminOf } from "#db/testing/admin.ts";
import { openPools } from "#db/testing/database.ts";
import { openOwnClusters, type OwnClusters } from "#db/testing/own-clusters.ts";
import { grantDatabase, quoted } from "#db/roles.ts";
import { writeSecret } from "#db/secret-file.ts";

/** What databases begin with, beyond the migrations: made once where clusters are shared, and copied. */
export interface Prepared {
  readonly name: string;
  make(db: OwnClusters): Promise<void>;
}

/** Clusters for one bench: of its own, or, after `shareClusters`, new databases in one pair that all benches use. */
export async function openClusters(prepared?: Prepared): Promise<OwnClusters> {
  if (shared !== null) return await lend(shared, prepared);
  const own = await openOwnClusters();
  await prepared?.make(own);
  return own;
}

/** Where clusters are shared, what one bench has filled is there for the next one that asks for the same. */
export async function openOnce<T extends { close(): Promise<void> }>(what: string, open: () => Promise<T>): Promise<T> {
  if (shared === null) return await open();
  const known = (shared.kept.get(what) as Promise<T> | undefined) ?? open();
  shared.kept.set(what, known);
  return { ...(await known), close: async () => undefined };
}

/**
 * From now on benches share one pair with the settings of production: making one takes longer than a small bench. At full
 * size nothing is shared, so that no bench meets what another one left in memory or in the log.
 */
export function shareClusters(): { close(): Promise<void> } {
  const mine: Shared = { pair: null, lent: 0, templates: new Map(), kept: new Map() };
  shared = mine;
  return {
    async close() {
      shared = null;
      for (const open of mine.kept.values()) await (await open.catch(() => null))?.close();
      await (await mine.pair)?.close();
    },
  };
}

/** What a child process is told, so that its `adoptClusters` finds the pair; null where nothing is shared. */
export async function sharedHome(): Promise<string | null> {
  if (shared === null) return null;
  shared.pair ??= openOwnClusters();
  return (await shared.pair).home;
}

/** From now on this process makes its databases in the pair that its parent shares; the parent stops it. */
export function adoptClusters(home: string): void {
  const clusterHome = readClusterHome(home);
  const pools = openPools(clusterHome);
  const pair: OwnClusters = {
    data: (role) => pools.get("data", role),
    keyring: (role) => pools.get("keyring", role),
    home,
    base: openPlace(home).base,
    clusterHome,
    close: () => pools.end(),
  };
  shared = { pair: Promise.resolve(pair), lent: 0, templates: new Map(), kept: new Map() };
}

type Names = Readonly<Record<Cluster, string>>;

interface Shared {
  pair: Promise<OwnClusters> | null;
  lent: number;
  readonly templates: Map<string, Promise<Names>>;
  readonly kept: Map<string, Promise<{ close(): Promise<void> }>>;
}

let shared: Shared | null = null;

async function lend(from: Shared, prepared?: Prepared): Promise<OwnClusters> {
  from.pair ??= openOwnClusters();
  const pair = await from.pair;
  const bare = { data: pair.clusterHome.addresses.data.database, keyring: pair.clusterHome.addresses.keyring.database };
  const template = prepared === undefined ? bare : await templateOf(from, pair, bare, prepared);
  // Closed, they stay until the pair goes: dropping one takes a checkpoint.
  return (await makeDatabases(from, pair, template)).db;
}

function templateOf(from: Shared, pair: OwnClusters, bare: Names, { name, make }: Prepared): Promise<Names> {
  const known = from.templates.get(name) ?? prepare();
  from.templates.set(name, known);
  return known;

  async function prepare(): Promise<Names> {
    const { db, names } = await makeDatabases(from, pair, bare);
    await make(db);
    await db.close();
    return names;
  }
}

/** Databases that are copies of others; closing them leaves them where they are. */
async function makeDatabases(from: Shared, pair: OwnClusters, template: Names) {
  const tag = `bench_${process.pid}_${++from.lent}`;
  const names: Names = { data: `${tag}_data`, keyring: `${tag}_keyring` };
  await inEach(pair, async (admin, cluster) => {
    await admin.unsafe(`create database ${quoted(names[cluster])} template ${quoted(template[cluster])}`);
    await grantDatabase(admin, names[cluster]);
  });
  const home = mkdtempSync(join(tmpdir(), `gallra-bench-${process.pid}-`));
  const clusterHome: ClusterHome = {
    home,
    passwords: pair.clusterHome.passwords,
    addresses: {
      data: { ...pair.clusterHome.addresses.data, database: names.data },
      keyring: { ...pair.clusterHome.addresses.keyring, database: names.keyring },
    },
  };
  writeSecret(rolesFile(home), JSON.stringify(clusterHome.passwords));
  writeAddresses(home, clusterHome.addresses);
  const pools = openPools(clusterHome);
  const db: OwnClusters = {
    data: (role) => pools.get("data", role),
    keyring: (role) => pools.get("keyring", role),
    home,
    base: pair.base,
    clusterHome,
    async close() {
      await pools.end();
      rmSync(home, { recursive: true, force: true });
    },
  };
  return { db, names };
}

async function inEach(
  pair: OwnClusters,
  work: (admin: ReturnType<typeof adminOf>, cluster: Cluster) => Promise<unknown>,
): Promise<void> {
  await Promise.all(
    (["data", "keyring"] as const).map(async (cluster) => {
      const admin = adminOf(pair.home, cluster);
      try {
        await work(admin, cluster);
      } finally {
        await admin.end();
      }
    }),
  );
}
