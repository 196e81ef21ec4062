import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { copyFileSync, cpSync, existsSync, linkSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { copyFolder, restoreFolder } from "#db/testing/folder-copies.ts";
import { openOwnClusters } from "#db/testing/own-clusters.ts";
import { createCompanyKeys } from "../company-keys.ts";
import { openKeyring } from "../open-keyring.ts";
import { makeNextRoot, readNextRoot, settleRootFiles } from "../root-files.ts";
import { createSecrets, loadSecrets } from "../secrets.ts";
import {
  ensureInboxKeys,
  ensureSlices,
  findSubjects,
  keyringStatus,
  openIntent,
  resolveSubjects,
  revealSubjects,
  verifyLedger,
} from "../index.ts";
import { sliceSpec, wanted } from "../test-keyring.ts";
import { generationStatus } from "./generation-status.ts";
import { openHomeKeyring } from "./generation-fixture.ts";
import { rotateCompany } from "./rotate-company.ts";
import { runGeneration } from "./run-generation.ts";

test("a whole older copy of the keyring replays the ledger in its own generation, and from before a generation refuses to open, with today's root key and with the old one", async (t) => {
  const clusters = await openOwnClusters({ throwaway: true });
  t.after(() => clusters.close());
  const { home } = clusters;
  await createSecrets(home);
  const time = { now: new Date("2026-06-15T10:00:00Z") };
  const open = async () => {
    const { rootKey, signing } = await loadSecrets(home);
    return await openKeyring({
      sql: { web: clusters.keyring("web"), ingest: clusters.keyring("ingest"), keeper: clusters.keyring("keeper") },
      rootKey,
      signing,
      home,
      ledgerDir: join(home, "ledger"),
      clock: () => time.now,
    });
  };
  const copy = async (name: string) => await copyFolder(clusters, "keyring", join(home, name));
  const k = await open();
  await createCompanyKeys(k, 1);
  const numbers = Array.from({ length: 4 }, (_, n) => wanted(`+4670174060${5 + n}`));
  const ids = (await resolveSubjects(k, 1, numbers)).map((one) => one.subjectId ?? Buffer.alloc(16));
  const erase = async (id: Buffer | undefined) => {
    await openIntent(await open(), 1, {
      intentId: randomUUID(),
      subjectIds: [id ?? Buffer.alloc(16)],
      watermarks: [],
      before: time.now,
      until: "2027-06-15",
    });
  };
  const left = async () => (await revealSubjects(await open(), 1, ids)).size;
  copyFileSync(join(home, "secrets/root.jwk"), join(home, "old-root.jwk"));
  await copy("before");
  await erase(ids[0]);
  await restoreFolder(clusters, "keyring", join(home, "before"));
  assert.equal(await left(), 3, "the erased one returned with a copy of its own generation");

  await runGeneration(await open(), "generation");
  await copy("after");
  await erase(ids[1]);
  assert.equal(await left(), 2);
  await restoreFolder(clusters, "keyring", join(home, "after"));
  assert.equal(await left(), 2, "a copy from after the generation replays");

  await restoreFolder(clusters, "keyring", join(home, "before"));
  const refusal = {
    code: "unavailable",
    message: /copy from before generation 1, which ended on 2026-06-15.*made after that day/,
  };
  await assert.rejects(open(), refusal);
  // Whoever kept the old root key too is refused by the ledger, which must not be passed over.
  copyFileSync(join(home, "secrets/root.jwk"), join(home, "new-root.jwk"));
  copyFileSync(join(home, "old-root.jwk"), join(home, "secrets/root.jwk"));
  await assert.rejects(open(), refusal);
  copyFileSync(join(home, "new-root.jwk"), join(home, "secrets/root.jwk"));
  await restoreFolder(clusters, "keyring", join(home, "after"));
  assert.equal(await left(), 2);
  const { signing } = await loadSecrets(home);
  assert.equal((await verifyLedger(join(home, "ledger"), { publicJwk: signing.publicJwk })).ok, true);
});

test("killed between the ledger, the keyring and the files, the next opening ends the generation: one root key, the present one", async (t) => {
  const { k, home, database, reopen } = await openHomeKeyring(t, [1]);
  const secrets = join(home, "secrets");
  const [one] = await resolveSubjects(k, 1, [wanted("+46701740605")]);
  await ensureInboxKeys(k, "2026-06-15", 1);
  const whole = async () => {
    const again = await reopen();
    assert.equal((await revealSubjects(again, 1, [one?.subjectId ?? Buffer.alloc(16)])).size, 1);
    assert.equal((await findSubjects(again, 1, { class: 1, canonical: "+46701740605" })).length, 1);
    assert.equal(existsSync(join(secrets, "root-next.jwk")), false);
    assert.equal(existsSync(join(secrets, "root-old.jwk")), false);
    const [row] = await database.keyring("owner")`select root_kid, next_root_kid from keyring.keyring_state`;
    assert.deepEqual(
      [row?.["root_kid"], row?.["next_root_kid"]],
      [JSON.parse(readFileSync(join(secrets, "root.jwk"), "utf8")).kid, null],
    );
  };
  // The next key was written, and the keyring does not know of it: it is taken up.
  const early = makeNextRoot(home);
  await reopen();
  assert.equal(readNextRoot(home)?.kid, early.kid);
  cpSync(secrets, join(home, "kept"), { recursive: true });
  assert.equal((await runGeneration(await reopen(), "generation")).rootKid, early.kid);
  await whole();
  // The keyring has given the old key up; the files are as they were before.
  rmSync(secrets, { recursive: true });
  cpSync(join(home, "kept"), secrets, { recursive: true });
  await whole();
  // Between the two names, and between the new name and the overwriting.
  rmSync(secrets, { recursive: true });
  cpSync(join(home, "kept"), secrets, { recursive: true });
  linkSync(join(secrets, "root.jwk"), join(secrets, "root-old.jwk"));
  await whole();
  copyFileSync(join(home, "kept/root.jwk"), join(secrets, "root-old.jwk"));
  await whole();
  // The ledger has it, and the commit was lost.
  const owner = database.keyring("owner");
  const before = await owner`select * from keyring.keyring_state`;
  const done = await runGeneration(await reopen(), "root");
  assert.equal(done.number, 2);
  await owner`update keyring.keyring_state set root_kid = ${String(before[0]?.["root_kid"])}, next_root_kid = ${done.rootKid},
    ledger_seq = ${Number(before[0]?.["ledger_seq"])}, ledger_hash = ${String(before[0]?.["ledger_hash"])}`;
  await owner`update keyring.generation set ended_at = null where number = 2`;
  renameSync(join(secrets, "root.jwk"), join(secrets, "root-next.jwk"));
  copyFileSync(join(home, "kept/root-next.jwk"), join(secrets, "root.jwk"));
  await assert.rejects(reopen({ sql: { web: database.keyring("web") } }), /behind its ledger/);
  await whole();
  const status = await generationStatus(await reopen());
  assert.deepEqual(
    status.generations.map((past) => [past.number, past.kind, past.endedAt !== null]),
    [
      [2, "root", true],
      [1, "generation", true],
    ],
  );
  assert.equal(settleRootFiles(home, done.rootKid), false);
});

test("a company's keys and the root key change alone; a lost next root key and a second run are refused with what to do", async (t) => {
  const { k, home, reopen, database } = await openHomeKeyring(t, [1, 2]);
  const stale = await reopen();
  const [one] = await resolveSubjects(stale, 1, [wanted("+46701740605")]);
  await ensureSlices(stale, 1, [sliceSpec("2026-06-15", 30)]);
  await rotateCompany(k, 1);
  await runGeneration(k, "root");
  assert.equal((await revealSubjects(stale, 1, [one?.subjectId ?? Buffer.alloc(16)])).size, 1);
  await createCompanyKeys(stale, 3);
  assert.equal((await keyringStatus(await reopen())).rootKid, k.roots.current.kid);
  const stop = new AbortController();
  stop.abort();
  await assert.rejects(runGeneration(k, "generation", { signal: stop.signal }));
  await assert.rejects(rotateCompany(k, 1), { code: "conflict", message: /under way/ });
  await assert.rejects(runGeneration(k, "root"), { code: "conflict" });
  renameSync(join(home, "secrets/root-next.jwk"), join(home, "away.jwk"));
  await assert.rejects(runGeneration(await reopen(), "generation"), { message: /root-next\.jwk\) is missing/ });
  renameSync(join(home, "away.jwk"), join(home, "secrets/root-next.jwk"));
  const held = await database.keyring("keeper").reserve();
  await held`select pg_advisory_lock(1195461189)`;
  await assert.rejects(runGeneration(k, "generation"), { code: "conflict", message: /running already/ });
  await held`select pg_advisory_unlock(1195461189)`;
  held.release();
  assert.equal((await runGeneration(k, "generation")).companies, 3);
});
