import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { listAudit } from "../../audit/index.ts";
import type { AppError } from "../../domain/app-error.ts";
import { rightsOf } from "../../domain/rights.ts";
import { requestReplay } from "../../ingest/index.ts";
import { lineOf, SECOND } from "../../ingest/replay/replay-fixture.ts";
import { openPrivacyFixture } from "../privacy-fixture.ts";
import { cancelRaw, eachRawDamage, listRawDamage, listRawWorks } from "./list-raw-work.ts";
import { listRaw } from "./list-raw.ts";
import { by, openRawFixture, PERIOD, type RawFixture, WHY } from "./raw-work-fixture.ts";
import { requestVerify } from "./request-verify.ts";
import { runVerify } from "./run-verify.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });

interface Segment {
  readonly id: string;
  readonly sealed: Buffer;
}

async function segments(f: RawFixture): Promise<Segment[]> {
  return await withCompany(
    f.db.data("owner"),
    f.companyId,
    async (tx) => (await tx`select id, sealed from data.raw_segment order by id`) as unknown as Segment[],
  );
}

const asOwner = (f: RawFixture, change: string) =>
  withCompany(f.db.data("owner"), f.companyId, (tx) => tx.unsafe(change));

async function damageOf(f: RawFixture, workId: string) {
  const { rows } = await listRawDamage(f.admin, { workId });
  return rows.map(({ segmentId, ordinal, reason }) => ({ segmentId, ordinal, reason }));
}

test("the list tells by day how many records there are, who read them and until when, and no word of theirs", async (t) => {
  const f = await openRawFixture(t, house);
  const list = await listRaw(f.admin, { sourceId: f.source });
  assert.deepEqual(list.source, { id: f.source, name: "Switch" });
  const [day] = list.days;
  assert.ok(day !== undefined && list.days.length === 1 && list.next === null);
  assert.deepEqual(
    { ...day, bytes: 0 },
    {
      ...{ day: "2026-06-15", segments: 3, records: 3, bytes: 0, endsOn: "2026-10-14", calls: 3 },
      ...{ withoutRaw: 0, valuesGone: 0 },
      readers: [{ driver: "delimited", layout: null, layoutVersion: null, records: 3 }],
    },
  );
  assert.ok(day.bytes > 0);
  assert.deepEqual((await listRaw(f.admin, { sourceId: f.source, before: "2026-06-15" })).days, []);
  await assert.rejects(listRaw(f.admin, { sourceId: f.source + 1 }), (error: AppError) => error.code === "not-found");
  await assert.rejects(
    listRaw(f.as("supervisor"), { sourceId: f.source }),
    (error: AppError) => error.code === "forbidden",
  );
});

test("whole records are whole, and each kind of damage is found where it is", async (t) => {
  const f = await openRawFixture(t, house);
  const whole = await f.verify();
  assert.deepEqual(
    [whole.state, whole.counts, whole.segmentsDone],
    ["done", { whole: 3, door: 0, gone: 0, damaged: 0 }, 3],
  );
  const [first, second, third] = await segments(f);
  assert.ok(first !== undefined && second !== undefined && third !== undefined);

  // One bit of the second segment.
  const flipped = Buffer.from(second.sealed);
  flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 1;
  const put = (id: string, sealed: Buffer) =>
    asOwner(f, `update data.raw_segment set sealed = '\\x${sealed.toString("hex")}' where id = '${id}'`);
  await put(second.id, flipped);
  const bit = await f.verify();
  assert.deepEqual([bit.counts["whole"], bit.counts["damaged"]], [2, 1]);
  assert.deepEqual(await damageOf(f, bit.workId), [{ segmentId: second.id, ordinal: -1, reason: "seal" }]);

  // Another segment's bytes open nowhere else.
  await put(second.id, first.sealed);
  assert.deepEqual(await damageOf(f, (await f.verify()).workId), [
    { segmentId: second.id, ordinal: -1, reason: "seal" },
  ]);
  await put(second.id, second.sealed);

  await asOwner(f, `update data.raw_segment set records = 2 where id = '${third.id}'`);
  assert.deepEqual(await damageOf(f, (await f.verify()).workId), [
    { segmentId: third.id, ordinal: -1, reason: "count" },
  ]);
  await asOwner(f, `update data.raw_segment set records = 1 where id = '${third.id}'`);

  await asOwner(f, `update data.call_record set ordinal = 5 where segment_id = '${third.id}'`);
  assert.deepEqual(await damageOf(f, (await f.verify()).workId), [
    { segmentId: third.id, ordinal: 0, reason: "call" },
    { segmentId: third.id, ordinal: 5, reason: "call" },
  ]);
  await asOwner(f, `update data.call_record set ordinal = 0 where segment_id = '${third.id}'`);

  // A segment that is lost is missed, and one whose value has been taken is no damage.
  await asOwner(f, `delete from data.raw_segment where id = '${first.id}'`);
  await asOwner(
    f,
    `delete from data.party p using data.call_record c where c.id = p.record_id and c.segment_id = '${third.id}'`,
  );
  const lost = await f.verify();
  assert.deepEqual([lost.counts["whole"], lost.counts["gone"], lost.counts["damaged"]], [1, 1, 1]);
  assert.deepEqual(await damageOf(f, lost.workId), [{ segmentId: first.id, ordinal: -1, reason: "missing" }]);

  const audit = await listAudit(f.admin, { limit: 50 });
  const actions = audit.rows.map(({ action }) => action);
  assert.ok(actions.includes("raw.verify") && actions.includes("raw.verify.done"));
  assert.doesNotMatch(JSON.stringify(audit.rows), /0701740|46701740/);
});

const killed = (): AbortSignal => {
  const ending = new AbortController();
  ending.abort(new Error("killed"));
  return ending.signal;
};

/** Killed when it asks for the nth time. */
function killedAt(time: number): AbortSignal {
  let times = 0;
  const throwIfAborted = () => {
    if (++times >= time) throw new Error("killed");
  };
  return { throwIfAborted } as unknown as AbortSignal;
}

test("segments that are missing are counted once, however often it was killed while it looked for them", async (t) => {
  const f = await openRawFixture(t, house);
  await f.send(lineOf(0, "0701740605", "0701740615", "2026-06-14"));
  await asOwner(f, "delete from data.raw_segment");
  const place = { ...f.installation, company: f.admin.company };
  const { workId } = await requestVerify(f.admin, { sourceId: f.source, ...PERIOD });
  // Once for the only page, then for each of the two days.
  await assert.rejects(runVerify(place, workId, killedAt(3)), /killed/);
  await runVerify(place, workId);
  const [done] = await listRawWorks(f.admin, { sourceId: f.source });
  assert.deepEqual([done?.state, done?.counts["damaged"]], ["done", 4]);
  assert.equal((await damageOf(f, workId)).length, 4);
  await asOwner(
    f,
    `insert into data.raw_damage select ${f.companyId}, '${workId}', gen_random_uuid(), 0, '2026-06-15', 1, 'place' from generate_series(1, 120)`,
  );
  let told = 0;
  for await (const _ of eachRawDamage(f.admin, workId)) told++;
  assert.equal(told, 124, "a page holds fifty");
});

test("what fails before each of its steps can be cancelled, by whoever may begin it; of two at once one begins", async (t) => {
  const f = await openRawFixture(t, house);
  const place = { ...f.installation, company: f.admin.company };
  const asked = { sourceId: f.source, ...PERIOD };
  const both = await Promise.allSettled([requestVerify(f.admin, asked), requestVerify(f.admin, asked)]);
  const begun = both.flatMap((one) => (one.status === "fulfilled" ? [one.value.workId] : []));
  const [workId = "", second] = begun;
  assert.equal(second, undefined);
  await assert.rejects(runVerify(place, workId, killed()), /killed/);
  await cancelRaw(f.admin, { workId });
  await runVerify(place, workId, killed());
  const [work] = await listRawWorks(f.admin, { sourceId: f.source });
  assert.equal(work?.state, "cancelled");

  const replay = await requestReplay(f.admin, { ...asked, ...by(SECOND), purpose: WHY });
  const { permissions } = rightsOf("company-administrator");
  const looks = new Set([...permissions].filter((one) => one !== "undefined.change"));
  await assert.rejects(
    cancelRaw(f.as("company-administrator", { permissions: looks }), replay),
    (error: AppError) => error.code === "forbidden",
  );
  await cancelRaw(f.admin, replay);
});

test("verifying is cancelled, goes on after a kill, and is one at a time for a source", async (t) => {
  const f = await openRawFixture(t, house);
  const place = { ...f.installation, company: f.admin.company };
  const { workId } = await requestVerify(f.admin, { sourceId: f.source, ...PERIOD });
  await assert.rejects(
    requestVerify(f.admin, { sourceId: f.source, ...PERIOD }),
    (error: AppError) => error.code === "conflict",
  );
  await assert.rejects(runVerify(place, workId, killed()), /killed/);
  await runVerify(place, workId);
  const [done] = await listRawWorks(f.admin, { sourceId: f.source });
  assert.deepEqual([done?.state, done?.counts["whole"]], ["done", 3]);

  const next = await requestVerify(f.admin, { sourceId: f.source, ...PERIOD });
  await cancelRaw(f.admin, next);
  await runVerify(place, next.workId);
  const works = await listRawWorks(f.admin, { sourceId: f.source });
  const cancelled = works.find((one) => one.workId === next.workId);
  assert.deepEqual([cancelled?.state, cancelled?.segmentsDone], ["cancelled", 0]);
  await assert.rejects(cancelRaw(f.admin, next), (error: AppError) => error.code === "not-found");
});
