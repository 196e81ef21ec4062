import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { segment } from "../../drivers/avaya-ipo-smdr/specimens.ts";
import { setGate } from "../../store/gate.ts";
import { cancelRawWork } from "../../store/raw-work.ts";
import { openIngestFixture } from "../ingest-fixture.ts";
import { asOwner, storedParties, storedRaw, storedRecords } from "../stored-fixture.ts";
import {
  CALLED,
  CALLERS,
  FIRST,
  lineOf,
  openReplayFixture,
  OTHER_FACTS,
  type ReplayFixture,
  SECOND,
} from "./replay-fixture.ts";

// One installation for the tests that leave its tables as they are, and a company for each.
const house = await openIngestFixture({ after });
const plus = (numbers: readonly string[]) => numbers.map((number) => `+46${number.slice(1)}`).toSorted();

async function numbers(f: ReplayFixture, role?: string): Promise<(string | null)[]> {
  const parties = (await storedParties(f)).filter((one) => role === undefined || one.role === role);
  return parties.map(({ canonical }) => canonical).toSorted();
}

/** Everything of a company's calls, as bytes: what may not change, does not. */
async function everything(f: ReplayFixture): Promise<string> {
  const tables = ["call_record", "party", "raw_segment", "call_alias", "stored_count", "fence"];
  const rows = [];
  for (const name of tables) rows.push(await asOwner(f, `select t.*::text as row from data.${name} t order by 1`));
  return JSON.stringify(rows);
}

const HELD = "select class, sum(held)::int as held from data.stored_count group by 1 order by 1";

test("calls get the number a newer layout reads, each once, with their raw record and their counts", async (t) => {
  const f = await openReplayFixture(t, {}, house);
  const before = await storedRecords(f);
  const ended = await asOwner(f, "select distinct expires_on from data.raw_segment");
  assert.deepEqual(await numbers(f), plus(CALLERS));
  const asked = await f.ask(SECOND);
  await asked.run();
  assert.deepEqual(await asked.counts(), { changed: 3, stored: 0, "field.called.phone": 3, state: "done" });
  assert.deepEqual(await numbers(f), plus([...CALLERS, ...CALLED]));
  const after = await storedRecords(f);
  assert.deepEqual(
    after.map((one) => one["id"]),
    before.map((one) => one["id"]),
    "a call that began at the same moment keeps its id",
  );
  const raw = await storedRaw(f);
  assert.deepEqual(raw.map(({ bytes }) => `${bytes}\n`).toSorted(), f.file.match(/.+\n/g)?.toSorted());
  assert.ok(
    raw.every(({ skeleton }) => !/07017406/.test(skeleton)),
    "no number stands in what is left of the record",
  );
  assert.deepEqual(await asOwner(f, "select distinct expires_on from data.raw_segment"), ended);
  assert.deepEqual(await asOwner(f, HELD), [
    { class: 1, held: 6 },
    { class: 5, held: 3 },
  ]);
});

test("the same reading changes nothing, the first time and after a replay", async (t) => {
  const f = await openReplayFixture(t, {}, house);
  const stands = await everything(f);
  const same = await f.ask(FIRST);
  await same.run();
  assert.deepEqual(await same.counts(), { same: 3, state: "done" });
  assert.equal(await everything(f), stands);
  await (await f.ask(SECOND)).run();
  const replayed = await everything(f);
  const again = await f.ask(SECOND);
  await again.run();
  assert.deepEqual(await again.counts(), { same: 3, state: "done" });
  assert.equal(await everything(f), replayed);
});

test("what the PBX sends again is known, whichever reading meets it, also where facts are read otherwise", async (t) => {
  const f = await openReplayFixture(t, {}, house);
  for (const layout of [SECOND, OTHER_FACTS]) {
    await (await f.ask(layout)).run();
    for (const by of [FIRST, SECOND, layout]) {
      await f.readBy(by);
      const { records, duplicates } = await f.send(f.source, f.file);
      assert.deepEqual({ records, duplicates }, { records: 0, duplicates: 3 });
    }
  }
  assert.equal(await f.count("call_record"), 3);
  // Another call with the same facts is still another call.
  await f.readBy(SECOND);
  const { records } = await f.send(f.source, lineOf(0, "0701740609", "0701740619"));
  assert.equal(records, 1);
});

test("a driver that understands nothing leaves every call as it was", async (t) => {
  const f = await openReplayFixture(t, {}, house);
  const stands = await everything(f);
  const asked = await f.ask("", { driver: "flexi-tid" });
  await asked.run();
  assert.deepEqual(await asked.counts(), { undefined: 3, state: "done" });
  assert.equal(await everything(f), stands);
  const gone = await f.ask("", { driver: "no-such-driver" });
  await gone.run();
  assert.equal((await gone.counts()).state, "failed");
});

test("a call in parts stays as it was where the filter of today leaves one of them out", async (t) => {
  const driver = "avaya-ipo-smdr";
  const [start, other] = ["2026/06/15 08:15:00", { called: "205", party1: "E205" }];
  const file = `${segment({ start, continuation: "1" })}\n${segment({ start, ...other })}\n`;
  const f = await openReplayFixture(t, { driver, file }, house);
  assert.deepEqual([await f.count("call_record"), (await storedRaw(f))[0]?.bytes.split("\n").length], [1, 2]);
  const before = await f.ask("", { driver });
  await before.run();
  assert.deepEqual(await before.counts(), { same: 1, state: "done" });
  const rule = { id: 1, action: "leave-out", name: "the second", extensions: "205" };
  const settings = { rules: [rule], others: "take", lastId: 1 };
  const of = { companyId: f.companyId, kind: "filter", version: 0, settings } as const;
  const by = { setAt: f.time.now, setBy: null, setByName: "Test" };
  await withCompany(f.db.data("web"), f.companyId, (tx) => setGate(tx, { ...of, ...by }));
  const asked = await f.ask("", { driver });
  await asked.run();
  assert.deepEqual(await asked.counts(), { gate: 1, state: "done" });
});

/** Killed at its nth step, as a worker that dies between two transactions. */
function killedAt(step: number): AbortSignal {
  let steps = 0;
  const throwIfAborted = () => {
    if (++steps > step) throw new Error("killed");
  };
  return {
    throwIfAborted,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  } as unknown as AbortSignal;
}

const ONE = { segments: 1, restMs: 0 };

test("killed at any step, or rolled back in one, it goes on behind the last; nothing is stored twice, and cancelled it stops", async (t) => {
  const f = await openReplayFixture(t);
  for (let at = 0; at < 4; at++) await f.send(f.source, lineOf(20 + at, CALLERS[0] ?? "", CALLED[at % 3] ?? ""));
  assert.equal(await f.count("raw_segment"), 5);
  const asked = await f.ask(SECOND);
  for (const step of [0, 1, 2]) await assert.rejects(asked.run(killedAt(step), ONE), /killed/);
  assert.equal((await numbers(f, "called")).length, 5, "three segments are read, the first with three calls");
  // The transaction of a step fails at its very end.
  const owner = f.db.data("owner");
  await owner.unsafe(`create function data.stop_test() returns trigger language plpgsql as $$ begin
    raise exception 'disk full' using errcode = '53100'; end $$`);
  await owner.unsafe(
    "create constraint trigger stop_test after insert on data.call_alias deferrable initially deferred for each row execute function data.stop_test()",
  );
  const stands = await everything(f);
  await assert.rejects(asked.run(undefined, ONE), (error: { code?: string }) => error.code === "53100");
  assert.equal(await everything(f), stands);
  await owner.unsafe("drop trigger stop_test on data.call_alias");
  const cancelled = await withCompany(f.db.data("web"), f.companyId, (tx) =>
    cancelRawWork(tx, f.companyId, asked.id, f.time.now),
  );
  assert.equal(cancelled, "running");
  await asked.run(killedAt(0), ONE);
  assert.equal((await asked.counts()).state, "cancelled", "also where it fails before its first step");
  assert.equal(await everything(f), stands);
  const rest = await f.ask(SECOND);
  await rest.run(undefined, ONE);
  assert.deepEqual(await rest.counts(), { same: 5, changed: 2, stored: 0, "field.called.phone": 2, state: "done" });
  assert.equal((await numbers(f, "called")).length, 7);
  assert.equal(await f.count("call_record"), 7);
});
