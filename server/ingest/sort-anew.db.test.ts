import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_LIMITS } from "../domain/thresholds.ts";
import { readRates } from "../domain/tariff/index.ts";
import { raiseLimits, raiseSorting } from "../store/sorting.ts";
import { addTariff, setCostChoice } from "../store/tariffs.ts";
import { setThreshold } from "../store/thresholds.ts";
import { type IngestFixture, NOW, openIngestFixture } from "./ingest-fixture.ts";
import { ingestInbox } from "./ingest-inbox.ts";
import { withCompany } from "#db/with-company.ts";

const BY = { setAt: NOW, setBy: null, setByName: "Test" };
const HEADER = "prefix,per_minute,connection,interval_seconds,direction";

/** Asterisk records of outgoing calls, half a minute each. */
const file = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => {
    const id = String(from + i);
    const start = "2026-06-15 09:00:00";
    return `"","1001","00701740605","internal","","PJSIP/1001-${id}","PJSIP/trunk-${id}","Dial","x","${start}","${start}","${start}",35,30,"ANSWERED","DOCUMENTATION","17500000${id}.1",""`;
  }).join("\n");

async function limit(f: IngestFixture, durationSeconds: number | null, sourceId: number | null = null): Promise<void> {
  await withCompany(f.db.data("web"), f.companyId, async (tx) => {
    await setThreshold(tx, { companyId: f.companyId, sourceId, ...NO_LIMITS, durationSeconds, ...BY });
    await raiseLimits(tx, f.companyId, NOW);
  });
}

async function tariff(f: IngestFixture, validFrom: string, line: string): Promise<void> {
  const lines = [HEADER, line].map((text, i) => ({ line: i + 1, cells: text.split(",") }));
  const { rates, prefixes, faultsTotal } = readRates(lines, NOW);
  assert.equal(faultsTotal, 0);
  const id = `00000000-0000-4000-8000-0000${validFrom.replaceAll("-", "")}`;
  const row = { companyId: f.companyId, id, validFrom, prefixes, addedAt: NOW, addedBy: null, addedByName: "Test" };
  await withCompany(f.db.data("web"), f.companyId, async (tx) => {
    await addTariff(tx, row, rates);
    await raiseSorting(tx, f.companyId, NOW);
  });
}

const stored = async (f: IngestFixture) =>
  [
    ...(await withCompany(
      f.db.data("owner"),
      f.companyId,
      (
        tx,
      ) => tx`select c.apart, c.cost_cents as cents, c.source_id as source, count(*)::int as calls from data.call_record c
        group by 1, 2, 3 order by 3, 2, 1`,
    )),
  ].map(({ apart, cents, source, calls }) => [source, cents, apart, calls]);

test("a threshold that is set while a batch is on its way holds for that batch, wherever it is", async (t) => {
  const f = await openIngestFixture(t);
  const source = await f.addSource("asterisk-cdr-csv");
  await f.put(source, file(100, 40));
  // Read under no limits, and remembered for two seconds.
  let read = 0;
  const settingsOf: typeof f.ctx.settingsOf = async (...asked) => {
    const settings = await f.ctx.settingsOf(...asked);
    if (read++ === 1) await limit(f, 60);
    return settings;
  };
  await ingestInbox({ ...f.ctx, settingsOf }, f.inbox);
  assert.deepEqual(await stored(f), [[source, null, 1, 40]], "set between reading and resolving");

  await f.put(source, file(200, 40));
  let raised: Promise<void> | null = null;
  const keyring = new Proxy(f.ctx.keyring, {
    get(target, name, receiver) {
      // The clock is asked while slices are looked up: after the version was read and before the commit.
      if (name === "clock") raised ??= limit(f, 10);
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  // What is stored after that waits until the threshold is set.
  const sql = new Proxy(f.ctx.sql, {
    get(target, name, receiver) {
      const own: unknown = Reflect.get(target, name, receiver);
      if (name !== "begin") return own;
      return async (...asked: unknown[]) => {
        await raised;
        return await (own as (...args: unknown[]) => Promise<unknown>)(...asked);
      };
    },
  });
  const outcome = await ingestInbox({ ...f.ctx, keyring, sql }, f.inbox);
  assert.deepEqual([outcome.records, outcome.failed], [40, 0], f.logged.join(""));
  assert.deepEqual(
    await stored(f),
    [
      [source, null, 1, 40],
      [source, null, null, 40],
    ],
    "set between resolving and storing",
  );
});

test("a call costs what the tariff of its day says, or the telephone system where that goes first, and a limit sees it", async (t) => {
  const f = await openIngestFixture(t);
  const [source, own] = [await f.addSource("asterisk-cdr-csv"), await f.addSource("asterisk-cdr-csv")];
  await f.send(source, file(300, 1));
  await tariff(f, "2026-01-01", "4670,0.60,0.10,60,out");
  await tariff(f, "2026-07-01", "4670,9,,1,out");
  await limit(f, null);
  await withCompany(f.db.data("web"), f.companyId, async (tx) => {
    await setThreshold(tx, { companyId: f.companyId, sourceId: own, ...NO_LIMITS, costCents: 71, ...BY });
    await setCostChoice(tx, { companyId: f.companyId, sourceId: own, first: "pbx", ...BY });
    await raiseLimits(tx, f.companyId, NOW);
  });
  await f.send(source, file(400, 2));
  await f.send(own, file(500, 3));
  assert.deepEqual(await stored(f), [
    [source, 70, null, 2],
    [source, null, null, 1],
    [own, 70, 4, 3],
  ]);
});
