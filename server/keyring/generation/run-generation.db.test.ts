import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Sql } from "#db/clients.ts";
import {
  askWatermarks,
  endpointLabels,
  ensureInboxKeys,
  ensureSlices,
  findEndpoints,
  findSubjects,
  type Keyring,
  makeBox,
  openBox,
  openInboxKey,
  openIntent,
  openPseudonyms,
  pseudonymise,
  resolveEndpoints,
  resolveSubjects,
  revealSubjects,
} from "../index.ts";
import { sliceSpec, wanted } from "../test-keyring.ts";
import { keyringCatalogue } from "../catalogue.ts";
import { openHomeKeyring } from "./generation-fixture.ts";
import { runGeneration } from "./run-generation.ts";

const BOX = randomUUID();

async function fill(k: Keyring, companyId: number) {
  const numbers = [
    ...Array.from({ length: 50 }, (_, n) => wanted(`+4670174${String(1000 + n)}`)),
    wanted("+468465004", { digits: "0046 8 465004", national: "08465004", last8: "68465004" }),
    wanted("19811228-9874", { class: 2, digits: undefined, national: undefined, last8: undefined }),
    wanted("19811228", { class: 3, digits: undefined, national: undefined, last8: undefined }),
  ];
  const resolved = await resolveSubjects(k, companyId, numbers);
  const ids = resolved.map((one) => one.subjectId ?? Buffer.alloc(16));
  const [slice] = await ensureSlices(k, companyId, [sliceSpec("2026-06-15", 30)]);
  const pseudonyms = await pseudonymise(k, companyId, slice?.id ?? 0, Buffer.concat(ids));
  const endpoints = await resolveEndpoints(k, companyId, [{ kind: "extension", label: "3000" }]);
  return { numbers, ids, sliceId: slice?.id ?? 0, pseudonyms, endpoints };
}

/** Everything that was written before is read, found and refused as before. */
async function check(k: Keyring, companyId: number, had: Awaited<ReturnType<typeof fill>>): Promise<void> {
  const revealed = await revealSubjects(k, companyId, had.ids);
  assert.deepEqual(
    had.ids.map((id) => revealed.get(id.toString("hex"))?.canonical),
    had.numbers.map((one) => one.canonical),
  );
  for (const [n, one] of had.numbers.entries()) {
    if (n > 2 && n < 49) continue;
    const found = await findSubjects(k, companyId, { class: one.class, canonical: one.canonical });
    assert.deepEqual(
      found.filter((hit) => hit.tier === "exact").map((hit) => hit.subjectId),
      [had.ids[n]],
    );
  }
  const [inNational] = await findSubjects(k, companyId, { class: 1, canonical: "08465004" });
  assert.deepEqual([inNational?.tier, inNational?.subjectId], ["digits", had.ids[50]]);
  const [asWritten] = await findSubjects(k, companyId, { class: 1, canonical: "00468465004" });
  assert.deepEqual([asWritten?.tier, asWritten?.subjectId], ["digits", had.ids[50]]);
  const [byEnd] = await findSubjects(k, companyId, { class: 1, canonical: "99901741000".slice(-8) });
  assert.deepEqual([byEnd?.tier, byEnd?.subjectId], ["possible", had.ids[0]]);
  const people = had.numbers.filter((one) => one.class !== 3);
  const again = (await resolveSubjects(k, companyId, people)).map((one) => one.subjectId);
  assert.deepEqual(again, had.ids.slice(0, people.length));
  const opened = await openPseudonyms(k, companyId, had.sliceId, had.pseudonyms);
  assert.ok(opened.every((one, n) => one.kind === "subject" && one.id.equals(had.ids[n] ?? Buffer.alloc(0))));
  assert.equal((await endpointLabels(k, companyId, had.endpoints)).get(had.endpoints[0] ?? 0)?.label, "3000");
  assert.deepEqual(await findEndpoints(k, companyId, "3000"), had.endpoints);
  assert.deepEqual(await resolveEndpoints(k, companyId, [{ kind: "extension", label: "3000" }]), had.endpoints);
}

/** The bytes of every column that a generation makes anew, as text. */
async function sealedBytes(owner: Sql, companyId: number): Promise<Set<string>> {
  return await owner.begin(async (tx) => {
    await tx.unsafe(`set local app.company_id = '${companyId}'`);
    const rows = await tx`
      select unnest(array[lookup::text, digits::text, national::text, last8::text, elsewhere::text, encode(sealed, 'hex')]) as v from keyring.subject
      union all select encode(wrapped, 'hex') from keyring.slice union all select encode(wrapped, 'hex') from keyring.box_key
      union all select unnest(array[hash::text, encode(sealed, 'hex')]) from keyring.endpoint
      union all select wrapped from keyring.company_key union all select sealed from keyring.inbox_key`;
    return new Set(rows.map((row) => row["v"] as string | null).filter((value) => value !== null));
  });
}

test("a generation makes every key anew, keeps everything readable for every process, and leaves no byte and no root key of before", async (t) => {
  const { k, database, home, reopen, time } = await openHomeKeyring(t, [1, 2]);
  const owner = database.keyring("owner");
  const had = [await fill(k, 1), await fill(k, 2)] as const;
  await makeBox(k, 1, BOX, new Date("2026-07-01T00:00:00Z"));
  const sealedPart = (await openBox(k, 1, BOX)).sealPart("one", Buffer.from("in a file"));
  await ensureInboxKeys(k, "2026-06-15", 2);
  const erased = wanted("+46701740699");
  const [gone] = await resolveSubjects(k, 1, [erased]);
  await openIntent(k, 1, {
    intentId: randomUUID(),
    subjectIds: [gone?.subjectId ?? Buffer.alloc(16)],
    watermarks: [erased],
    before: time.now,
    until: "2027-06-15",
  });
  const stale = await reopen();
  for (const [n, one] of had.entries()) await check(stale, n + 1, one);
  const oldKid = k.roots.current.kid;
  const oldSecret = readFileSync(join(home, "secrets", "root.jwk"), "utf8");
  const before = await sealedBytes(owner, 1);
  assert.ok(before.size > 200, `saw only ${before.size} sealed values`);

  const done = await runGeneration(k, "generation");
  assert.deepEqual([done.number, done.companies, done.oldRootDestroyed], [1, 2, true]);

  const after = await sealedBytes(owner, 1);
  assert.equal(after.size, before.size);
  assert.deepEqual(
    [...after].filter((value) => before.has(value)),
    [],
  );
  const secret = JSON.parse(oldSecret).k as string;
  for (const name of readdirSync(join(home, "secrets")))
    assert.ok(!readFileSync(join(home, "secrets", name), "utf8").includes(secret), `${name} holds the old root key`);
  assert.deepEqual(
    readdirSync(join(home, "secrets")).filter((name) => name.startsWith("root")),
    ["root.jwk"],
  );
  const fresh = await reopen();
  assert.notEqual(fresh.roots.current.kid, oldKid);
  for (const process of [stale, k, fresh]) {
    for (const [n, one] of had.entries()) await check(process, n + 1, one);
    assert.equal((await openBox(process, 1, BOX)).openPart("one", sealedPart).toString(), "in a file");
    assert.deepEqual(await askWatermarks(process, 1, [erased]), [true]);
    const [key] = await owner`select kid from keyring.inbox_key order by day limit 1`;
    await openInboxKey(process, key?.["kid"] as string);
  }
  const tables =
    await owner`select relname from pg_class where relname ~ '_next' and relnamespace = 'keyring'::regnamespace`;
  assert.equal(tables.length, 0);
  // And once more: names of tables, indexes and generations go on.
  assert.equal((await runGeneration(fresh, "generation")).number, 2);
  for (const [n, one] of had.entries()) await check(stale, n + 1, one);
});

test("a generation under way keeps no table and no column that nobody has classified", async (t) => {
  const { k, database } = await openHomeKeyring(t, [1]);
  await fill(k, 1);
  const before = await keyringCatalogue(k);
  const stop = new AbortController();
  const broken = runGeneration(k, "generation", { signal: stop.signal, progress: () => stop.abort() });
  await assert.rejects(broken, { name: "AbortError" });
  const [twin] = await database.keyring("owner")`select to_regclass('keyring.subject_1_next') as oid`;
  assert.notEqual(twin?.["oid"], null, "it stopped in the midst of copying");
  assert.deepEqual(await keyringCatalogue(k), before);

  await database.keyring("owner")`alter table keyring.subject_1_next add column remark text`;
  const columns = (await keyringCatalogue(k)).find(({ table }) => table === "keyring.subject")?.columns;
  assert.ok(columns?.includes("remark"), "what it has more than the table it joins is told");
});
