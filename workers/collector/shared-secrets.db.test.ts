import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import ssh2 from "ssh2";
import { makeCertificate } from "#bin/web/make-certificate.ts";
import { openTestDatabase } from "#db/testing/database.ts";
import { createLog } from "#server/log.ts";
import { COLLECTOR_PRIVATE, newCollectorKey } from "#server/sources/index.ts";
import { hostKeys } from "#server/sources/machine/host-keys.ts";
import { sharedSecrets } from "./shared-secrets.ts";

const KEY = newCollectorKey();

test("every collector of an installation shows one host key and one certificate", async (t) => {
  const db = await openTestDatabase(t);
  const sql = db.data("collect");
  const owner = db.data("owner");
  const lines: string[] = [];
  const log = createLog("collector", (line) => void lines.push(line));
  const collector = (home: string) => sharedSecrets({ home, sql, clock: () => new Date(), log });
  // A test that fails prints what it compared.
  const shownBy = async (home: string) => (await collector(home).hostKeys()).map(digestOf);
  const rows = async () => [...(await owner`select name, sealed from data.collector_secret order by name`)];

  await t.test(
    "of several that need host keys at once each shows the same ones, and no home keeps a copy",
    async () => {
      const homes = Array.from({ length: 4 }, () => homeOf(t));
      const shown = await Promise.all(homes.map(shownBy));
      for (const keys of shown) assert.deepEqual(keys, shown[0]);
      assert.equal(shown[0]?.length, 2);
      for (const key of await collector(homeOf(t)).hostKeys()) assert.ok(!(ssh2.utils.parseKey(key) instanceof Error));
      for (const home of homes) assert.deepEqual(readdirSync(join(home, "secrets")), [COLLECTOR_PRIVATE]);
      for (const { sealed } of await rows()) assert.ok(!String(sealed).includes("PRIVATE KEY"));
      assert.deepEqual(await shownBy(homeOf(t)), shown[0], "the one that takes over");
    },
  );

  await t.test("what a home had is adopted; a home that had another is told that it is not shown", async () => {
    await owner`delete from data.collector_secret`;
    const [first, second] = [homeOf(t), homeOf(t)];
    const own = (await hostKeys(first)).map(digestOf);
    await hostKeys(second);
    assert.deepEqual(await shownBy(first), own);
    assert.equal(lines.length, 0);
    assert.deepEqual(await shownBy(second), own);
    assert.equal(lines.filter((line) => line.includes("collector.host-key-unused")).length, 2);
  });

  await t.test("neither another machine's key pair nor a changed row opens or replaces it", async () => {
    const before = await rows();
    const stranger = homeOf(t, newCollectorKey());
    await assert.rejects(collector(stranger).hostKeys(), { problem: "no-credentials" });
    await assert.rejects(collector(homeOf(t, null)).hostKeys(), { problem: "no-credentials" });
    assert.deepEqual(await rows(), before);
    await assert.rejects(sql`delete from data.collector_secret`, { code: "42501" });
    await sql`update data.collector_secret set sealed = 'x'`;
    assert.deepEqual(await rows(), before, "a telephone system remembers it: it stays");
    for (const role of ["web", "ingest", "keeper", "report", "jobs"] as const)
      await assert.rejects(db.data(role)`select sealed from data.collector_secret`, { code: "42501" });
    // Exchanged for each other they do not open: each is sealed for its own place.
    await owner`update data.collector_secret a set sealed = b.sealed from data.collector_secret b where a.name <> b.name`;
    await assert.rejects(collector(homeOf(t)).hostKeys(), { problem: "no-credentials" });
  });

  await t.test(
    "a collector without a portal shows the portal's certificate, also once it is renewed; an operator's own stays where it is",
    async () => {
      const [portal, other] = [homeOf(t), homeOf(t)];
      assert.equal(await collector(other).certificate(), null);
      const made = await certificateIn(portal, 100);
      const there = collector(other);
      assert.equal((await collector(portal).certificate())?.cert, made.cert);
      assert.equal((await there.certificate())?.cert, made.cert);
      const renewed = await certificateIn(portal, 400);
      assert.equal((await collector(portal).certificate())?.cert, renewed.cert);
      assert.equal((await there.certificate())?.cert, renewed.cert);
      // Another portal's, which ends sooner, is not shown by its own collector either.
      await certificateIn(other, 200);
      assert.equal((await collector(other).certificate())?.cert, renewed.cert);
      const named = homeOf(t);
      const own = await certificateIn(named, 900);
      cpSync(join(named, "tls"), join(named, "own"), { recursive: true });
      const files = { certFile: join(named, "own", "certificate.pem"), keyFile: join(named, "own", "key.pem") };
      const shared = sharedSecrets({ home: named, sql, clock: () => new Date(), log, ...files });
      assert.equal((await shared.certificate())?.cert, own.cert);
      assert.equal((await there.certificate())?.cert, renewed.cert);
      const [row] = await owner`select sealed from data.collector_secret where name = 'certificate'`;
      assert.ok(!String(row?.["sealed"]).includes("PRIVATE"));
    },
  );
});

function homeOf(t: TestContext, key: string | null = KEY): string {
  const home = mkdtempSync(join(tmpdir(), "gallra-shared-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  mkdirSync(join(home, "secrets"));
  if (key !== null) writeFileSync(join(home, "secrets", COLLECTOR_PRIVATE), key);
  return home;
}

/** As a portal leaves it in its home. */
async function certificateIn(home: string, days: number): Promise<{ cert: string; key: string }> {
  const made = await makeCertificate(["localhost"], new Date(Date.now() + days * 86_400_000));
  mkdirSync(join(home, "tls"), { recursive: true });
  writeFileSync(join(home, "tls", "certificate.pem"), made.cert);
  writeFileSync(join(home, "tls", "key.pem"), made.key);
  return made;
}

function digestOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
