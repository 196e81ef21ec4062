import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import {
  closeIntent,
  createCompanyKeys,
  destroyCompanyKeys,
  ensureSlices,
  expireSubjects,
  findSubjects,
  freshSubjectIds,
  forgetCaches,
  keyringStatus,
  listIntents,
  openIntent,
  resolveSubjects,
  resubject,
  resumeSubjects,
  revealSubjects,
  settleSubjects,
  suspendSubjects,
} from "./index.ts";
import { openTestKeyring, sliceSpec, wanted } from "./test-keyring.ts";

async function oneSubject(k: Parameters<typeof resolveSubjects>[0], canonical = "+46701740605"): Promise<Buffer> {
  const [one] = await resolveSubjects(k, 1, [wanted(canonical)]);
  assert.ok(one?.subjectId);
  return one.subjectId;
}

test("an opened intent leaves nothing to find or read, survives for the next start, and may be repeated", async (t) => {
  const { k, time, reopen } = await openTestKeyring(t);
  const id = await oneSubject(k);
  const kept = await oneSubject(k, "+46701740606");
  const input = {
    intentId: randomUUID(),
    subjectIds: [id],
    watermarks: [wanted("+46701740605")],
    before: time.now,
    until: "2027-06-15",
  };
  assert.deepEqual(await openIntent(k, 1, input), { destroyed: 1 });
  const other = await reopen();
  for (const process of [k, other]) {
    assert.deepEqual(await findSubjects(process, 1, { class: 1, canonical: "+46701740605" }), []);
    assert.deepEqual(
      [...(await revealSubjects(process, 1, [id, kept])).values()],
      [{ class: 1, canonical: "+46701740606" }],
    );
    assert.deepEqual(
      (await listIntents(process, 1)).map(({ id: intent, subjectIds }) => ({ intent, subjectIds })),
      [{ intent: input.intentId, subjectIds: [id] }],
    );
  }
  assert.deepEqual(await openIntent(other, 1, { ...input, subjectIds: [id, kept] }), { destroyed: 1 });
  assert.equal((await listIntents(k, 1))[0]?.subjectIds.length, 2);
  assert.deepEqual(await closeIntent(k, 1, input.intentId), { scrubbed: true });
  assert.deepEqual(await listIntents(k, 1), []);
  assert.equal((await keyringStatus(k)).unscrubbed, 0);
});

test("during the grace nobody finds or reads, calls are still stored; called off, everything is back", async (t) => {
  const { k, time } = await openTestKeyring(t);
  const id = await oneSubject(k);
  assert.equal(await suspendSubjects(k, 1, [id], new Date("2026-06-16T10:00:00Z")), 1);
  // Also after the grace: a worker that stands still must not bring the person back.
  for (const now of ["2026-06-15T11:00:00Z", "2026-06-17T11:00:00Z"]) {
    time.now = new Date(now);
    assert.deepEqual(await findSubjects(k, 1, { class: 1, canonical: "+46701740605" }), []);
    assert.equal((await revealSubjects(k, 1, [id])).size, 0);
  }
  forgetCaches(k, 1);
  assert.deepEqual(await oneSubject(k), id);
  assert.equal(await resumeSubjects(k, 1, [id]), 1);
  assert.equal((await revealSubjects(k, 1, [id])).size, 1);
});

test("re-subjected, the value reads under both ids until the old one is destroyed, and new calls get the new one", async (t) => {
  const { k, time } = await openTestKeyring(t);
  const old = await oneSubject(k);
  const fresh = await resubject(k, 1, old);
  assert.notDeepEqual(fresh, old);
  assert.equal((await revealSubjects(k, 1, [old, fresh])).size, 2);
  forgetCaches(k, 1);
  assert.deepEqual(await oneSubject(k), fresh);
  assert.deepEqual(
    (await findSubjects(k, 1, { class: 1, canonical: "+46701740605" })).map((one) => one.subjectId),
    [fresh],
  );
  await openIntent(k, 1, {
    intentId: randomUUID(),
    subjectIds: [old],
    watermarks: [],
    before: time.now,
    until: "2027-06-15",
  });
  assert.deepEqual([...(await revealSubjects(k, 1, [old, fresh])).keys()], [fresh.toString("hex")]);
  await assert.rejects(resubject(k, 1, old), { code: "gone" });
});

test("subjects go on the day named, not a day before, and take old watermarks with them", async (t) => {
  const { k, time } = await openTestKeyring(t);
  await openIntent(k, 1, {
    intentId: randomUUID(),
    subjectIds: [],
    watermarks: [wanted("+46701740606")],
    before: time.now,
    until: "2026-06-20",
  });
  const id = await oneSubject(k);
  assert.equal(await expireSubjects(k, 1, "2026-10-13"), 0);
  assert.equal((await revealSubjects(k, 1, [id])).size, 1);
  assert.equal(await expireSubjects(k, 1, "2026-10-14"), 1);
  assert.equal((await revealSubjects(k, 1, [id])).size, 0);
  const [later] = await resolveSubjects(k, 1, [wanted("+46701740606")]);
  assert.equal(later?.erased, false);
});

test("an off-boarded company has no keys, gets none again, and leaves the others alone", async (t) => {
  const { k, reopen } = await openTestKeyring(t, [1, 2]);
  const id = await oneSubject(k);
  await ensureSlices(k, 1, [sliceSpec("2026-06-15", 7)]);
  const [neighbour] = await resolveSubjects(k, 2, [wanted("+46701740605")]);
  assert.equal(await destroyCompanyKeys(k, 1), true);
  assert.equal(await destroyCompanyKeys(k, 1), false);
  for (const process of [k, await reopen()]) {
    await assert.rejects(revealSubjects(process, 1, [id]), { code: "gone" });
    await assert.rejects(ensureSlices(process, 1, [sliceSpec("2026-06-15", 7)]), { code: "gone" });
    await assert.rejects(createCompanyKeys(process, 1), { code: "gone" });
    assert.equal((await revealSubjects(process, 2, [neighbour?.subjectId ?? Buffer.alloc(16)])).size, 1);
  }
  await assert.rejects(createCompanyKeys(k, 2), { code: "conflict" });
});

test("re-subjecting to a chosen id may be repeated, also after the old id is gone", async (t) => {
  const { k, time } = await openTestKeyring(t);
  const [old, chosen] = [await oneSubject(k), freshSubjectIds(1)];
  for (let round = 0; round < 2; round++) assert.deepEqual(await resubject(k, 1, old, chosen), chosen);
  const intent = { intentId: randomUUID(), subjectIds: [old], watermarks: [], before: time.now, until: "2027-06-15" };
  await openIntent(k, 1, intent);
  await assert.rejects(resubject(k, 1, old, chosen), { code: "gone" });
  assert.equal((await revealSubjects(k, 1, [chosen])).size, 1);
});

test("settled, a class's subjects live as long as their last row: longer, shorter, or until today; others stay", async (t) => {
  const { k, time } = await openTestKeyring(t);
  const [longer, shorter, none] = [
    await oneSubject(k),
    await oneSubject(k, "+46701740606"),
    await oneSubject(k, "+46701740607"),
  ];
  const [other] = await resolveSubjects(k, 1, [wanted("198112289874", { class: 2, liveUntil: "2026-10-14" })]);
  const ends = new Map([
    [longer.toString("hex"), "2026-12-24"],
    [shorter.toString("hex"), "2026-07-01"],
  ]);
  assert.equal(await settleSubjects(k, 1, 1, ends, "2026-06-15"), 3);
  assert.equal(await settleSubjects(k, 1, 1, ends, "2026-06-15"), 0);
  const living = async () =>
    [...(await revealSubjects(k, 1, [longer, shorter, none, other?.subjectId ?? none])).keys()].length;
  time.now = new Date("2026-06-15T12:00:00Z");
  assert.equal(await living(), 3);
  assert.equal(await expireSubjects(k, 1, "2026-06-15"), 1);
  time.now = new Date("2026-07-02T12:00:00Z");
  assert.equal(await living(), 2);
  time.now = new Date("2026-12-20T12:00:00Z");
  assert.deepEqual([...(await revealSubjects(k, 1, [longer])).values()], [{ class: 1, canonical: "+46701740605" }]);
});
