import { readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Cluster } from "../clients.ts";
import { openPlace } from "../embedded/place.ts";
import { openClusters } from "../open-clusters.ts";
import { quoted } from "../roles.ts";
import { adminOf } from "./admin.ts";
import { keepInMemory } from "./memory-place.ts";
import { announced, becomeKeeper, sayReady, SHARED_HOME, testHomePrefix, withdraw } from "./shared-home.ts";

const IDLE_MS = 45_000;
const LOOK_MS = 1_000;

/** Runs apart from the tests: starts the shared clusters, clears up after dead test processes, stops when nobody is left. */
if (becomeKeeper()) await keep();

async function keep(): Promise<void> {
  const memory = keepInMemory(SHARED_HOME);
  const clusters = await openClusters({ home: SHARED_HOME }, { throwaway: true });
  sayReady(true);
  let busyAt = Date.now();
  for (;;) {
    await wait(LOOK_MS);
    const { living, dead } = announced();
    for (const pid of dead) await clearUpAfter(pid);
    if (living.length > 0) busyAt = Date.now();
    if (Date.now() - busyAt < IDLE_MS) continue;
    // Who announces itself after this line finds nothing ready and waits for the next keeper.
    sayReady(false);
    if (announced().living.length === 0) break;
    sayReady(true);
    busyAt = Date.now();
  }
  const { base } = openPlace(SHARED_HOME);
  await clusters.stop();
  rmSync(base, { recursive: true, force: true });
  if (memory !== null) rmSync(memory, { recursive: true, force: true });
  rmSync(SHARED_HOME, { recursive: true, force: true });
}

async function clearUpAfter(pid: number): Promise<void> {
  for (const cluster of ["data", "keyring"] satisfies Cluster[]) {
    const admin = adminOf(SHARED_HOME, cluster);
    try {
      const left = await admin`select datname from pg_database where datname like ${`t\\_${pid}\\_%`}`;
      for (const row of left)
        await admin.unsafe(`drop database if exists ${quoted(String(row["datname"]))} with (force)`);
    } finally {
      await admin.end();
    }
  }
  const prefix = basename(testHomePrefix(pid));
  for (const name of readdirSync(tmpdir()).filter((found) => found.startsWith(prefix)))
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  withdraw(pid);
}
