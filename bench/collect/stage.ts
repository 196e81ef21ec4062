import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { openClusters } from "../clusters.ts";
import { PEER_TABLE } from "./peer-arm.ts";
import { PLAIN_TABLE } from "./plain-arm.ts";
import { createTraffic, type Traffic } from "./traffic.ts";
import { ourArm } from "./our-arm.ts";
import type { OwnClusters } from "#db/testing/own-clusters.ts";
import { type IngestFixture, openIngestFixture } from "#server/ingest/ingest-fixture.ts";
import { currentInboxKeys, type InboxKey } from "#server/keyring/index.ts";

/** Clusters of their own with production settings, a company, and the plaintext table beside it. */
export interface Stage {
  readonly clusters: OwnClusters;
  readonly fixture: IngestFixture;
  readonly sourceId: number;
  readonly key: InboxKey;
  readonly traffic: Traffic;
  /** As many plain connections as asked for; each arm names how many it uses. */
  plain(connections: number): postgres.Sql[];
  /** A fsynced file as the PBX left it. */
  file(records: number, share: number): string;
  ours(path: string): Promise<number>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const ends: (() => Promise<void>)[] = [];
  const clusters = await openClusters();
  const fixture = await openIngestFixture({ after: (end) => void ends.push(end) }, clusters);
  const sourceId = await fixture.addSource("asterisk-cdr-csv");
  const [key] = await currentInboxKeys(fixture.keyring);
  if (key === undefined) throw new Error("no inbox key");
  const folder = mkdtempSync(join(tmpdir(), "gallra-bench-"));
  const owner = clusters.data("owner");
  await owner.unsafe(`create schema bench; set search_path = bench; ${PLAIN_TABLE}; ${PEER_TABLE}`);
  const pools = Array.from({ length: 4 }, () => onePlain(clusters));
  const traffic = createTraffic();
  let files = 0;
  return {
    clusters,
    fixture,
    sourceId,
    key,
    traffic,
    plain: (connections) => pools.slice(0, connections),
    file(records, share) {
      const path = join(folder, `${++files}.csv`);
      const handle = openSync(path, "w");
      writeSync(handle, traffic.file(records, share));
      fsyncSync(handle);
      closeSync(handle);
      return path;
    },
    ours: (path) => ourArm(fixture, sourceId, path, key),
    async close() {
      for (const pool of pools) await pool.end();
      rmSync(folder, { recursive: true, force: true });
      for (const end of ends) await end();
      await clusters.close();
    },
  };
}

/** How fast either arm stores a file. */
export async function recordsPerSecond(work: () => Promise<number>): Promise<number> {
  const start = performance.now();
  const records = await work();
  return records / ((performance.now() - start) / 1000);
}

function onePlain(clusters: OwnClusters): postgres.Sql {
  const { addresses, passwords } = clusters.clusterHome;
  const { host, port, database } = addresses.data;
  return postgres({
    host,
    port,
    database,
    username: "gallra_owner",
    password: passwords.data.owner,
    max: 1,
    onnotice: () => undefined,
    connection: { search_path: "bench", application_name: "plain" },
  });
}
