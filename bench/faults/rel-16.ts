import { join } from "node:path";
import { openOwnClusters, type OwnClusters } from "#db/testing/own-clusters.ts";
import {
  dueSlices,
  expireSubjects,
  type Keyring,
  loadSecrets,
  openKeyring,
  pseudonymise,
  runGeneration,
  scrub,
  shredSlices,
} from "#server/keyring/index.ts";
import { liveSlices } from "#server/keyring/index.ts";
import type { RootKey } from "#server/keyring/index.ts";
import type { Fault, Figure } from "../figure.ts";
import { attackCopy, type DataBackup } from "../keys/attack-copy.ts";
import { dropCopy, inCopy, type KeyringCopy, keepCopy } from "../keys/keyring-copy.ts";
import { type KeyStage, numberOf, openKeyStage } from "../keys/key-stage.ts";
import { peerArm } from "../keys/peer.ts";

const COMPANY = 1;
const DAY_MS = 86_400_000;

/** A backup of the data cluster from 200 days ago, and every copy of the keyring that there ever was, against today's keys. */
export const fault: Fault = {
  id: "REL-16",
  claim:
    "what has expired is readable in no copy: a data backup of 200 days ago, every copy of the keyring, today's keys",
  async run({ full }): Promise<Figure[]> {
    const clusters = await openOwnClusters({ throwaway: true });
    const copies: KeyringCopy[] = [];
    try {
      return [await play(clusters, copies, full ? 1_000_000 : 10_000)];
    } finally {
      for (const copy of copies) dropCopy(copy);
      await clusters.close();
    }
  },
};

async function play(clusters: OwnClusters, copies: KeyringCopy[], count: number): Promise<Figure> {
  const began = new Date("2026-01-10T09:00:00Z");
  const time = { now: began };
  const stage = await openKeyStage(clusters, [COMPANY], count, time);
  const { keyring } = stage;
  const keep = async (name: string) => copies.push(await keepCopy(clusters, name));
  const onDay = (day: number) => {
    time.now = new Date(began.getTime() + day * DAY_MS);
  };
  const backup = await backUp(stage);
  const peer = peerArm(backup.rows.map((_, n) => numberOf(n)));

  onDay(1);
  await keep("first-day");
  const firstRoot = keyring.roots.current;
  onDay(7);
  await runGeneration(keyring, "generation");
  await keep("after-a-generation");
  onDay(99);
  await keep("day-before-the-expiry");
  onDay(101);
  const shredded = await shredSlices(keyring, await dueSlices(keyring, time.now), time.now);
  await keep("after-the-keys-went");
  onDay(402);
  const expired = await expireSubjects(keyring, COMPANY, time.now.toISOString().slice(0, 10));
  await scrub(keyring);
  await keep("after-the-expiry");
  await runGeneration(keyring, "generation");
  await keep("after-the-last-generation");
  await stage.installation.close();

  // A year and more later than the backup; what a thief has today.
  const { rootKey } = await loadSecrets(clusters.home);
  const readable: Record<string, number> = {};
  const refused: Record<string, boolean> = {};
  const { companyKeys } = await inCopy(clusters, last(copies), (sql) =>
    attackCopy(sql, backup, { roots: [rootKey], companyKeys: [] }),
  );
  for (const copy of copies) {
    await inCopy(clusters, copy, async (sql) => {
      readable[copy.name] = (await attackCopy(sql, backup, { roots: [rootKey], companyKeys })).identifiers.size;
      refused[copy.name] = await refuses(clusters, copy, sql, rootKey);
    });
  }
  // The same attack with the root key of that day has to read everything, else it proves nothing.
  const control = await inCopy(clusters, first(copies), (sql) =>
    attackCopy(sql, backup, { roots: [firstRoot], companyKeys: [] }),
  );
  const peerReadable = peer.openToday();
  const total = Object.values(readable).reduce((sum, one) => sum + one, 0);
  const happened = shredded > 0 && expired === count && control.identifiers.size === count && companyKeys.length === 1;
  const older = copies.slice(0, -1).every(({ name }) => refused[name] === true);
  return {
    id: "REL-16",
    value: total,
    unit: `expired values readable of ${count} in ${copies.length} copies of the keyring`,
    must: "0, while one key that is kept reads all",
    lead: `one key kept: ${peerReadable} of ${count} (${Math.round((100 * peerReadable) / count)} %)`,
    ok: total === 0 && happened && older && peerReadable === count,
    detail: {
      readable,
      refusedAtTheDoor: refused,
      withTheRootOfThatDay: control.identifiers.size,
      shredded,
      expired,
      notClaimed:
        "what a file system with snapshots, or a disk that moves blocks, keeps of the overwritten root key file",
    },
  };
}

/** The rows of the data cluster of that day: a pseudonym for each number, under slices of thirty days. */
async function backUp({ keyring, ids }: KeyStage): Promise<DataBackup> {
  const slices = await liveSlices(keyring, COMPANY, { classes: [1] });
  const all = ids.get(COMPANY) ?? [];
  const rows: { sliceId: number; pseudonym: Buffer }[] = [];
  for (const [n, slice] of slices.entries()) {
    const part = all.filter((_, place) => place % slices.length === n);
    const packed = await pseudonymise(keyring, COMPANY, slice, Buffer.concat(part));
    for (let at = 0; at < packed.length; at += 16)
      rows.push({ sliceId: slice.id, pseudonym: packed.subarray(at, at + 16) });
  }
  return { companyId: COMPANY, rows };
}

/** The product itself, started on that copy, opens nothing. */
async function refuses(
  clusters: OwnClusters,
  copy: KeyringCopy,
  sql: NonNullable<Keyring["sql"]["owner"]>,
  rootKey: RootKey,
): Promise<boolean> {
  const { signing } = await loadSecrets(clusters.home);
  const ledgerDir = join(clusters.home, "ledger");
  return await openKeyring({ sql: { owner: sql }, rootKey, signing, home: clusters.home, ledgerDir }).then(
    () => copy.name === "",
    (error: { code?: string }) => error.code === "unavailable",
  );
}

function first(copies: readonly KeyringCopy[]): KeyringCopy {
  return copies.at(0) ?? { name: "none", folder: "" };
}

function last(copies: readonly KeyringCopy[]): KeyringCopy {
  return copies.at(-1) ?? { name: "none", folder: "" };
}
