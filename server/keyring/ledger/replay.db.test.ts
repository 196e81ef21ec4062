import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "#db/clients.ts";
import {
  createCompanyKeys,
  createSecrets,
  destroyCompanyKeys,
  destroyInboxKeys,
  dueSlices,
  ensureInboxKeys,
  ensureSlices,
  expireSubjects,
  findSubjects,
  keyringStatus,
  listIntents,
  openInboxKey,
  openIntent,
  openKeyring,
  openPseudonyms,
  resolveSubjects,
  revealSubjects,
  shredSlices,
  verifyLedger,
} from "../index.ts";
import { openTestKeyring, sliceSpec, wanted } from "../test-keyring.ts";
import { ledgerFile, readHead } from "./ledger-file.ts";

test("a process killed between ledger and commit has destroyed: the next opening replays before anything is served", async (t) => {
  const { database, options } = await openTestKeyring(t);
  const { rootKey, signing } = await createSecrets(database.home);
  const owner = database.keyring("owner");
  await owner`update keyring.keyring_state set root_kid = ${rootKey.kid}`;
  const mine = { ...options, rootKey, signing };
  const k = await openKeyring(mine);
  await createCompanyKeys(k, 8);
  const [resolved] = await resolveSubjects(k, 8, [wanted("+46701740605")]);
  const id = resolved?.subjectId;
  assert.ok(id);

  // The state row is held, so that the child writes its ledger entry and then waits to commit; there it is killed.
  let release: () => void = () => undefined;
  const held = owner.begin(async (tx) => {
    await tx`select 1 from keyring.keyring_state for update`;
    await new Promise<void>((resolve) => {
      release = resolve;
    });
  });
  const child = spawn(
    process.execPath,
    [fileURLToPath(import.meta.resolve("./erase-once-fixture.ts")), database.home, id.toString("hex")],
    { stdio: "inherit" },
  );
  const gone = new Promise((resolve) => child.once("exit", resolve));
  for (
    let waited = 0;
    !existsSync(ledgerFile(options.ledgerDir)) || statSync(ledgerFile(options.ledgerDir)).size === 0;
    waited++
  ) {
    assert.ok(waited < 1_000, "the child never wrote to the ledger");
    await sleep(10);
  }
  for (let waited = 0; readHead(options.ledgerDir).seq < 2; waited++) {
    assert.ok(waited < 4_000, "the child wrote no second entry");
    await sleep(5);
  }
  child.kill("SIGKILL");
  await gone;
  release();
  await held;
  assert.equal((await keyringStatus(k)).ledger.seen, 0);
  assert.equal((await revealSubjects(k, 8, [id])).size, 1, "the child committed: nothing was tried");

  const again = await openKeyring(mine);
  assert.deepEqual((await keyringStatus(again)).ledger, { seen: 2, onDisk: 2 });
  assert.equal((await revealSubjects(again, 8, [id])).size, 0);
  assert.equal((await resolveSubjects(again, 8, [wanted("+46701740605")]))[0]?.erased, true);
  assert.equal((await verifyLedger(options.ledgerDir, { publicJwk: signing.publicJwk })).ok, true);
});

test("a keyring from an older copy replays every kind of destruction, and what was made since stays unknown", async (t) => {
  const { k, database, time, reopen, options } = await openTestKeyring(t, [1, 2]);
  const ids = (
    await resolveSubjects(k, 1, [
      wanted("+46701740605"),
      wanted("+46701740606"),
      wanted("+46701740607", { liveUntil: "2026-06-16" }),
    ])
  ).map((one) => one.subjectId ?? Buffer.alloc(16));
  const [slice] = await ensureSlices(k, 1, [sliceSpec("2026-06-15", 7)]);
  assert.ok(slice);
  await ensureInboxKeys(k, "2026-06-15", 1);
  const copy = await copyOf(database.keyring("owner"));

  await openIntent(k, 1, {
    intentId: randomUUID(),
    subjectIds: ids.slice(0, 1),
    watermarks: [wanted("+46701740605")],
    before: time.now,
    until: "2027-06-15",
  });
  time.now = new Date("2026-06-23T00:00:00Z");
  await shredSlices(k, await dueSlices(k, time.now), time.now);
  assert.equal(await expireSubjects(k, 1, "2026-06-23"), 1);
  assert.equal(await destroyInboxKeys(k, "2026-06-16"), 1);
  assert.equal(await destroyCompanyKeys(k, 2), true);

  await copy.restore();
  time.now = new Date("2026-06-15T12:00:00Z");
  const restored = await reopen();
  assert.deepEqual((await keyringStatus(restored)).ledger, {
    seen: readHead(options.ledgerDir).seq,
    onDisk: readHead(options.ledgerDir).seq,
  });
  assert.deepEqual(
    [...(await revealSubjects(restored, 1, ids)).values()].map((one) => one.canonical),
    ["+46701740606"],
  );
  assert.deepEqual(await openPseudonyms(restored, 1, slice.id, Buffer.alloc(16)), [{ kind: "expired" }]);
  assert.equal((await ensureSlices(restored, 1, [sliceSpec("2026-06-15", 7)]))[0]?.live, false);
  assert.equal((await resolveSubjects(restored, 1, [wanted("+46701740605")]))[0]?.erased, true);
  assert.equal((await findSubjects(restored, 1, { class: 1, canonical: "+46701740606" })).length, 1);
  await assert.rejects(resolveSubjects(restored, 2, [wanted("+46701740605")]), { code: "gone" });
  const days = (await database.keyring("owner")`select kid, day from keyring.inbox_keys()`).map((row) => row["day"]);
  assert.deepEqual(days, ["2026-06-16"]);
  assert.equal((await listIntents(restored, 1)).length, 0);
  await assert.rejects(openInboxKey(restored, "none"), { code: "gone" });
});

test("a process that may not destroy serves nothing from a keyring behind its ledger", async (t) => {
  const { k, database, time, reopen } = await openTestKeyring(t);
  await ensureSlices(k, 1, [sliceSpec("2026-06-15", 0)]);
  const copy = await copyOf(database.keyring("owner"));
  time.now = new Date("2026-06-16T00:00:00Z");
  await shredSlices(k, await dueSlices(k, time.now), time.now);
  await copy.restore();
  for (const sql of [{ web: database.keyring("web") }, { ingest: database.keyring("ingest") }]) {
    await assert.rejects(reopen({ sql }), { code: "unavailable", message: /behind its ledger/ });
  }
  await reopen();
  await reopen({ sql: { ingest: database.keyring("ingest") } });
});

test("a ledger that is shorter, other or broken where the keyring has seen it stops the opening", async (t) => {
  const { k, time, reopen, options } = await openTestKeyring(t);
  for (let n = 0; n < 3; n++) {
    const [one] = await resolveSubjects(k, 1, [wanted(`+4670174060${5 + n}`)]);
    await openIntent(k, 1, {
      intentId: randomUUID(),
      subjectIds: [one?.subjectId ?? Buffer.alloc(16)],
      watermarks: [],
      before: time.now,
      until: "2027-06-15",
    });
  }
  const whole = readFileSync(ledgerFile(options.ledgerDir), "utf8");
  const lines = whole.trimEnd().split("\n");
  const kept = `${options.ledgerDir}-kept`;
  cpSync(options.ledgerDir, kept, { recursive: true });
  const attempts = [
    lines.slice(0, 2),
    [...lines.slice(0, 2), (lines[2] ?? "").replace('"companyId":1', '"companyId":2')],
    [],
  ];
  for (const attempt of attempts) {
    writeFileSync(ledgerFile(options.ledgerDir), attempt.map((line) => `${line}\n`).join(""));
    await assert.rejects(reopen(), { code: "unavailable" });
  }
  rmSync(options.ledgerDir, { recursive: true });
  await assert.rejects(reopen(), { code: "unavailable", message: /Put the ledger back/ });
  cpSync(kept, options.ledgerDir, { recursive: true });
  await reopen();
});

test("twenty destructions by four processes at once are all in one chain, and all done", async (t) => {
  const { k, time, reopen, options } = await openTestKeyring(t);
  const processes = await Promise.all(Array.from({ length: 4 }, () => reopen()));
  const numbers = Array.from({ length: 20 }, (_, n) => wanted(`+467017406${String(10 + n)}`));
  const ids = (await resolveSubjects(k, 1, numbers)).map((one) => one.subjectId ?? Buffer.alloc(16));
  await Promise.all(
    ids.map((id, n) =>
      openIntent(processes[n % 4] ?? k, 1, {
        intentId: randomUUID(),
        subjectIds: [id],
        watermarks: [],
        before: time.now,
        until: "2027-06-15",
      }),
    ),
  );
  assert.equal((await revealSubjects(k, 1, ids)).size, 0);
  const verdict = await verifyLedger(options.ledgerDir);
  assert.deepEqual([verdict.ok, verdict.entries], [true, 20]);
  assert.deepEqual((await keyringStatus(k)).ledger, { seen: 20, onDisk: 20 });
});

/** The rows of the keyring as they are, put back later: what a restore from an older backup does. */
async function copyOf(owner: Sql): Promise<{ restore(): Promise<void> }> {
  const tables = [
    "keyring_state",
    "company_state",
    "company_key",
    "subject",
    "slice",
    "inbox_key",
    "watermark",
    "intent",
    "endpoint",
    "box_key",
  ];
  const everyCompany = [1, 2].flatMap((company) => [`subject_${company}`, `slice_${company}`]);
  const policies = async (state: "disable" | "enable") => {
    for (const name of [...tables, ...everyCompany])
      await owner.unsafe(`alter table if exists keyring.${name} ${state} row level security`);
  };
  await policies("disable");
  await owner.unsafe("create schema copy");
  for (const name of tables) await owner.unsafe(`create table copy.${name} as table keyring.${name}`);
  await policies("enable");
  return {
    async restore() {
      for (const parent of ["subject", "slice"]) {
        await owner.unsafe(
          `create table if not exists keyring.${parent}_2 partition of keyring.${parent} for values in (2)`,
        );
      }
      await policies("disable");
      for (const name of tables)
        await owner.unsafe(`delete from keyring.${name}; insert into keyring.${name} select * from copy.${name}`);
      await policies("enable");
    },
  };
}
