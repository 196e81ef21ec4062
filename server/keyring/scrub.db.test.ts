import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Sql, Tx } from "#db/clients.ts";
import { openOwnClusters } from "#db/testing/own-clusters.ts";
import {
  closeIntent,
  createCompanyKeys,
  dueSlices,
  ensureSlices,
  expireSubjects,
  keyringStatus,
  openIntent,
  openKeyring,
  resolveSubjects,
  scrub,
  shredSlices,
} from "./index.ts";
import { temporarySecrets } from "./secrets.ts";
import { openTestKeyring, sliceSpec, wanted } from "./test-keyring.ts";

const INTENT = randomUUID();

/** For each of these byte strings, the files of a cluster that hold it. */
function filesWith(folder: string, needles: readonly Buffer[]): string[][] {
  const found = needles.map((): string[] => []);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    for (const [place, needle] of needles.entries()) {
      if (bytes.includes(needle)) found[place]?.push(relative(folder, join(entry.parentPath, entry.name)));
    }
  }
  return found;
}

/** The sealed identifier, its lookup and the last eight digits of a subject, as bytes. */
async function traces(owner: Sql, id: Buffer): Promise<Buffer[]> {
  return await owner.begin(async (tx) => {
    await tx`set local app.company_id = '1'`;
    const [row] =
      await tx`select sealed, uuid_send(lookup) as lookup, uuid_send(last8) as last8 from keyring.subject where id = ${id.toString("hex")}`;
    return [row?.["sealed"] as Buffer, row?.["lookup"] as Buffer, row?.["last8"] as Buffer];
  });
}

test("after an erasure, an expiry and a shredded slice nothing of them is left on the keyring's disk, heap, index or WAL", async (t) => {
  const clusters = await openOwnClusters();
  t.after(() => clusters.close());
  const { rootKey, signing } = await temporarySecrets();
  const time = { now: new Date("2026-06-15T10:00:00Z") };
  const sql = { web: clusters.keyring("web"), ingest: clusters.keyring("ingest"), keeper: clusters.keyring("keeper") };
  const k = await openKeyring({
    sql,
    rootKey,
    signing,
    ledgerDir: join(clusters.home, "ledger"),
    clock: () => time.now,
  });
  await createCompanyKeys(k, 1);
  const owner = clusters.keyring("owner");
  const folder = join(clusters.base, "keyring");

  const numbers = Array.from({ length: 2_000 }, (_, n) =>
    wanted(`+467${String(10_000_000 + n)}`, n === 0 ? { liveUntil: "2026-06-20" } : {}),
  );
  const ids = (await resolveSubjects(k, 1, numbers)).map((one) => one.subjectId ?? Buffer.alloc(16));
  const [expiring, erased] = ids;
  assert.ok(expiring && erased);
  const [slice] = await ensureSlices(k, 1, [sliceSpec("2026-06-15", 7)]);
  const wrapped = await owner.begin(async (tx) => {
    await tx`set local app.company_id = '1'`;
    return (await tx`select wrapped from keyring.slice where id = ${slice?.id ?? 0}`)[0]?.["wrapped"] as Buffer;
  });
  const needles = [...(await traces(owner, expiring)), ...(await traces(owner, erased)), wrapped];
  await owner`analyze`;
  await owner`checkpoint`;
  const inFiles = () => filesWith(folder, needles).map((files) => files.length > 0);
  assert.deepEqual(
    inFiles(),
    needles.map(() => true),
    "the bytes are not where they should be found before",
  );

  await openIntent(k, 1, {
    intentId: INTENT,
    subjectIds: [erased],
    watermarks: [],
    before: time.now,
    until: "2027-06-15",
  });
  time.now = new Date("2026-06-23T00:00:00Z");
  assert.equal(await expireSubjects(k, 1, "2026-06-23"), 1);
  assert.equal(await shredSlices(k, await dueSlices(k, time.now), time.now), 1);
  assert.deepEqual(
    inFiles(),
    needles.map(() => true),
    "deleting alone would have been enough",
  );
  const start = performance.now();
  let { scrubbed } = await closeIntent(k, 1, INTENT);
  // Autovacuum may have looked at the cluster just then; a later scrub is for that.
  for (let again = 0; !scrubbed && again < 10; again++) scrubbed = (await scrub(k)).left === 0;
  assert.ok(scrubbed, "tables or WAL could not be scrubbed");
  t.diagnostic(`scrubbed 2,000 subjects in ${Math.round(performance.now() - start)} ms`);

  // In this order: sealed, lookup and last eight of the expired, then of the erased; the wrapped slice key.
  assert.deepEqual(
    filesWith(folder, needles),
    needles.map(() => []),
  );
  const segments = readdirSync(join(folder, "pg_wal")).filter((name) => /^[0-9A-F]{24}$/.test(name));
  const [row] = await owner`select pg_walfile_name(pg_current_wal_lsn()) as current`;
  // An image of a page may be compressed, so that a search proves nothing: what is older than the cycle must be gone.
  assert.deepEqual(
    segments.filter((name) => name < (row?.["current"] as string)),
    [],
    "older WAL segments were left",
  );
  assert.equal((await keyringStatus(k)).unscrubbed, 0);
});

test("what an older transaction can still read is not counted as gone; the next scrub takes it", async (t) => {
  const { k, database, time } = await openTestKeyring(t);
  const [one] = await resolveSubjects(k, 1, [wanted("+46701740605")]);
  let release: () => void = () => undefined;
  let opened: () => void = () => undefined;
  const isOpen = new Promise<void>((resolve) => {
    opened = resolve;
  });
  const reader = database.keyring("owner").begin("isolation level repeatable read", async (tx) => {
    await tx`select count(*) from keyring.company_state`;
    opened();
    await new Promise<void>((resolve) => {
      release = resolve;
    });
  });
  await isOpen;
  await openIntent(k, 1, {
    intentId: INTENT,
    subjectIds: [one?.subjectId ?? Buffer.alloc(16)],
    watermarks: [],
    before: time.now,
    until: "2027-06-15",
  });
  assert.deepEqual(await closeIntent(k, 1, INTENT), { scrubbed: false });
  assert.equal((await keyringStatus(k)).unscrubbed, 2);
  release();
  await reader;
  assert.equal((await scrub(k)).left, 0);
  assert.equal((await keyringStatus(k)).unscrubbed, 0);
});

test("who deletes while the table is scrubbed does not wait for the scrub, nor the scrub for ever for them", async (t) => {
  const { k, database } = await openTestKeyring(t);
  const [one, two] = await resolveSubjects(k, 1, [wanted("+46701740605"), wanted("+46701740606")]);
  const owner = database.keyring("owner");
  const remove = async (tx: Tx, id: Buffer | null | undefined) => {
    await tx`set local app.company_id = '1'`;
    await tx`delete from keyring.subject where id = ${id?.toString("hex") ?? ""}`;
  };
  await owner.begin(async (tx) => {
    await remove(tx, one?.subjectId);
    await tx`select keyring.note_residue(1, 'subject')`;
  });
  let scrubbing: ReturnType<typeof scrub> | null = null;
  await owner.begin(async (tx) => {
    await remove(tx, two?.subjectId);
    scrubbing = scrub(k);
    await waitForLock(owner);
    await tx`set local lock_timeout = '200ms'`;
    await tx`select keyring.note_residue(1, 'subject')`;
  });
  assert.equal((await (scrubbing ?? scrub(k))).left, 0);
  assert.equal((await keyringStatus(k)).unscrubbed, 0);
});

test("whoever asks while a scrub runs shares the next one, which takes what they deleted", async (t) => {
  const { k, database } = await openTestKeyring(t);
  const gone = await resolveSubjects(
    k,
    1,
    ["05", "06", "07", "08"].map((end) => wanted(`+467017406${end}`)),
  );
  const erase = (id: Buffer | null | undefined) =>
    database.keyring("owner").begin(async (tx) => {
      await tx`set local app.company_id = '1'`;
      await tx`delete from keyring.subject where id = ${id?.toString("hex") ?? ""}`;
      await tx`select keyring.note_residue(1, 'subject')`;
    });
  await erase(gone[0]?.subjectId);
  const first = scrub(k);
  const others = gone.slice(1).map(async (one) => {
    await erase(one.subjectId);
    return await scrub(k);
  });
  for (const { left } of [await first, ...(await Promise.all(others))]) assert.equal(left, 0);
  assert.equal((await keyringStatus(k)).unscrubbed, 0);
  const [one, two, three] = [scrub(k), scrub(k), scrub(k)];
  assert.equal(two, three, "both wait for the one after the one that runs");
  assert.notEqual(one, two);
  await Promise.all([one, two, three]);
});

/** Until somebody waits for a table, for five seconds at most. */
async function waitForLock(sql: Sql): Promise<void> {
  for (let round = 0; round < 250; round++) {
    const [row] = await sql`
      select exists (select from pg_locks where not granted and mode = 'AccessExclusiveLock'
        and database = (select oid from pg_database where datname = current_database())) as waits`;
    if (row?.["waits"] === true) return;
    await sleep(20);
  }
  throw new Error("nobody came to wait for the table");
}
