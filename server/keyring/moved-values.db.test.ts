import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, test } from "node:test";
import type { Sql, Tx } from "#db/clients.ts";
import {
  ensureSlices,
  openPseudonyms,
  openWithSlice,
  pseudonymise,
  resolveSubjects,
  revealSubjects,
  sealWithSlice,
} from "./index.ts";
import { freshSubjectIds } from "./resolve-subjects.ts";
import { temporarySecrets } from "./secrets.ts";
import { openTestKeyring, sliceSpec, wanted } from "./test-keyring.ts";

// One keyring for all tests, and companies for each.
const house = await openTestKeyring({ after });

/** The owner may do what no role of the product can: play an intruder in the database. */
async function asOwner(sql: Sql, companyId: number, work: (tx: Tx) => Promise<unknown>): Promise<void> {
  await sql.begin(async (tx) => {
    await tx.unsafe(`set local app.company_id = '${companyId}'`);
    await work(tx);
  });
}

test("an identifier moved to another row or class fails to open, and so does every flipped bit of it", async () => {
  const { k, database, here } = await house.twoMore();
  const resolved = await resolveSubjects(k, here, [wanted("+46701740605"), wanted("+46701740606")]);
  const [a, b] = resolved.map((one) => one.subjectId);
  assert.ok(a && b);
  const owner = database.keyring("owner");
  const [hexA, hexB] = [a.toString("hex"), b.toString("hex")];
  const before = await revealSubjects(k, here, [a, b]);
  assert.equal(before.get(hexA)?.canonical, "+46701740605");

  await asOwner(
    owner,
    here,
    (tx) =>
      tx`update keyring.subject set sealed = (select s.sealed from keyring.subject s where s.id = ${hexB}) where id = ${hexA}`,
  );
  await assert.rejects(revealSubjects(k, here, [a]), { code: "corrupt" });
  await asOwner(owner, here, (tx) => tx`update keyring.subject set class = 2 where id = ${hexB}`);
  await assert.rejects(revealSubjects(k, here, [b]), { code: "corrupt" });
  await asOwner(
    owner,
    here,
    (tx) =>
      tx`update keyring.subject set class = 1, sealed = set_bit(sealed, 100, 1 - get_bit(sealed, 100)) where id = ${hexB}`,
  );
  await assert.rejects(revealSubjects(k, here, [b]), { code: "corrupt" });
});

test("an identifier moved to another company fails to open", async () => {
  const { k, database, here, there } = await house.twoMore();
  const [one] = await resolveSubjects(k, here, [wanted("+46701740605")]);
  const [two] = await resolveSubjects(k, there, [wanted("+46701740605")]);
  assert.ok(one?.subjectId && two?.subjectId);
  assert.notDeepEqual(one.subjectId, two.subjectId);
  const owner = database.keyring("owner");
  let sealed: Buffer = Buffer.alloc(0);
  await asOwner(owner, here, async (tx) => {
    const [row] = await tx`select sealed from keyring.subject`;
    sealed = row?.["sealed"] as Buffer;
  });
  const moved = two.subjectId;
  await asOwner(owner, there, (tx) => tx`update keyring.subject set sealed = ${sealed}`);
  await assert.rejects(revealSubjects(k, there, [moved]), { code: "corrupt" });
  assert.equal((await revealSubjects(k, there, [one.subjectId])).size, 0);
});

test("a value sealed with a slice opens in its own place, company and slice only", async () => {
  const { k, here, there } = await house.twoMore();
  const [one, other] = await ensureSlices(k, here, [sliceSpec("2026-06-15", 7), sliceSpec("2026-06-15", 8)]);
  const [foreign] = await ensureSlices(k, there, [sliceSpec("2026-06-15", 7)]);
  assert.ok(one && other && foreign);
  const place = "raw_segment/sealed/0190";
  const sealed = sealWithSlice(k, here, one.id, place, Buffer.from("a line"));
  assert.equal((await openWithSlice(k, here, one.id, place, sealed)).toString(), "a line");
  const elsewhere: [number, number, string][] = [
    [here, one.id, "raw_segment/sealed/0191"],
    [here, one.id, "undefined_line/sealed/0190"],
    [here, other.id, place],
    [there, foreign.id, place],
  ];
  for (const [company, slice, where] of elsewhere)
    await assert.rejects(openWithSlice(k, company, slice, where, sealed), { code: "corrupt" });
  const changed = Buffer.from(sealed);
  changed[20] = (changed[20] ?? 0) ^ 1;
  await assert.rejects(openWithSlice(k, here, one.id, place, changed), { code: "corrupt" });
});

test("a pseudonym under the wrong slice, or changed in one bit, reads as corrupt, not as expired or erased", async () => {
  const { k, here } = await house.twoMore();
  const [one, other] = await ensureSlices(k, here, [sliceSpec("2026-06-15", 7), sliceSpec("2026-06-15", 8)]);
  assert.ok(one && other);
  const ids = freshSubjectIds(500);
  const pseudonyms = await pseudonymise(k, here, one, ids);
  assert.deepEqual(
    (await openPseudonyms(k, here, one.id, pseudonyms)).map((opened) =>
      opened.kind === "subject" ? opened.id.toString("hex") : opened.kind,
    ),
    Array.from({ length: 500 }, (_, row) => ids.toString("hex", row * 16, row * 16 + 16)),
  );
  assert.deepEqual(
    new Set((await openPseudonyms(k, here, other.id, pseudonyms)).map((opened) => opened.kind)),
    new Set(["corrupt"]),
  );
  for (let row = 0; row < 500; row++)
    pseudonyms[row * 16 + (row % 16)] = (pseudonyms[row * 16 + (row % 16)] ?? 0) ^ (1 << (row % 8));
  assert.deepEqual(
    new Set((await openPseudonyms(k, here, one.id, pseudonyms)).map((opened) => opened.kind)),
    new Set(["corrupt"]),
  );
});

test("a wrapped slice key moved to another slice, or given another end in the database, opens nothing", async () => {
  const { k, database, reopen, here } = await house.twoMore();
  const [one, other] = await ensureSlices(k, here, [sliceSpec("2026-06-15", 7), sliceSpec("2026-06-15", 8)]);
  assert.ok(one && other);
  const owner = database.keyring("owner");
  await asOwner(
    owner,
    here,
    (tx) => tx`update keyring.slice set destroy_at = destroy_at + interval '1 year' where id = ${one.id}`,
  );
  await asOwner(
    owner,
    here,
    (tx) =>
      tx`update keyring.slice set wrapped = (select wrapped from keyring.slice where id = ${one.id}) where id = ${other.id}`,
  );
  const fresh = await reopen();
  for (const slice of [one, other])
    await assert.rejects(pseudonymise(fresh, here, slice, freshSubjectIds(1)), { code: "corrupt" });
});

test("a keyring made with another root key is refused at the door; a company key moved to another company opens nothing", async () => {
  const { k, database, reopen, here, there } = await house.twoMore();
  const { rootKey } = await temporarySecrets();
  await assert.rejects(reopen({ rootKey }), { code: "unavailable", message: /another root key/ });
  await assert.rejects(
    reopen({ rootKey: { ...rootKey, kid: k.roots.current.kid } }).then((wrong) =>
      ensureSlices(wrong, here, [sliceSpec("2026-06-15", 7)]),
    ),
    {
      code: "unavailable",
    },
  );
  let wrapped = "";
  await asOwner(database.keyring("owner"), here, async (tx) => {
    wrapped = (await tx`select wrapped from keyring.company_key`)[0]?.["wrapped"] as string;
  });
  await asOwner(database.keyring("owner"), there, (tx) => tx`update keyring.company_key set wrapped = ${wrapped}`);
  await assert.rejects(ensureSlices(await reopen(), there, [sliceSpec("2026-06-15", 7)]), { code: "unavailable" });
});

test("random bytes never pass for a subject id", async () => {
  const { k, here } = await house.twoMore();
  const [slice] = await ensureSlices(k, here, [sliceSpec("2026-06-15", 7)]);
  assert.ok(slice);
  const opened = await openPseudonyms(k, here, slice.id, randomBytes(16 * 10_000));
  assert.equal(opened.filter((one) => one.kind !== "corrupt").length, 0);
});
