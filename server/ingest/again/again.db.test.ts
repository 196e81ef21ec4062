import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { addDays, startOfDay } from "../../domain/zoned-time.ts";
import { addUndefinedWork, undefinedWorkById } from "../../store/undefined-work.ts";
import { startTransfer } from "../../store/transfers.ts";
import { asterisk, type IngestFixture, openIngestFixture } from "../ingest-fixture.ts";
import { asOwner, storedLines, storedParties, storedRecords } from "../stored-fixture.ts";
import { runAgain } from "./run-again.ts";

const WRONG = "flexi-tid";
const RIGHT = "asterisk-cdr-csv";

async function session(f: IngestFixture, sourceId: number): Promise<string> {
  const id = randomUUID();
  const row = { companyId: f.companyId, id, sourceId, startedAt: f.time.now, holder: null };
  await withCompany(f.db.data("collect"), f.companyId, (tx) => startTransfer(tx, row));
  return id;
}

async function ask(f: IngestFixture, sourceId: number, driver: string, options = {}, day = "2026-06-15") {
  const zone = "Europe/Stockholm";
  const id = randomUUID();
  const [fromAt, beforeAt] = [startOfDay(day, zone), startOfDay(addDays(day, 1), zone)];
  const work = { companyId: f.companyId, id, accountId: randomUUID(), kind: "again", sourceId, slices: [] } as const;
  await withCompany(f.db.data("web"), f.companyId, (tx) =>
    addUndefinedWork(tx, {
      ...{ ...work, fromDay: day, toDay: day, fromAt, beforeAt, createdAt: f.time.now, linesTotal: 3 },
      ...{ driver, driverOptions: options },
    }),
  );
  return { id, run: (signal?: AbortSignal) => runAgain(f.ctx, { companyId: f.companyId, workId: id }, signal) };
}

async function workOf(f: IngestFixture, id: string) {
  const row = await withCompany(f.db.data("web"), f.companyId, (tx) => undefinedWorkById(tx, f.companyId, id));
  assert.ok(row);
  const { state, linesDone, records, duplicates, joined, filtered, linesLeft, error } = row;
  return { state, linesDone, records, duplicates, joined, filtered, linesLeft, error };
}

const SESSION =
  "select records, undefined_lines, duplicates, joined, filtered, waiting from data.transfer_session where id = ";
const HELD = `select coalesce(sum(held), 0)::int as held from data.stored_count where class = ${DATA_CLASSES.undefined}`;

test("lines read by the wrong driver become calls once, their lines go with it, and what stays has the new reason", async (t) => {
  const f = await openIngestFixture(t);
  const sourceId = await f.addSource(WRONG);
  const sessionId = await session(f, sourceId);
  const deliveryId = randomUUID();
  const file = `${asterisk("01", "0701740605", "3001")}\n${asterisk("02", "0701740606", "3002")}\nno call at all 0701740607\n`;
  await f.send(sourceId, file, { sessionId, deliveryId });
  assert.equal(await f.count("undefined_line"), 3);

  // The same file again, by another source that knows it: those calls are other ones, of another source.
  const again = await ask(f, sourceId, RIGHT);
  await again.run();
  assert.deepEqual(await workOf(f, again.id), {
    ...{ state: "done", linesDone: 3, records: 2, duplicates: 0, joined: 0, filtered: 0, linesLeft: 1, error: null },
  });
  const numbers = (await storedParties(f)).filter((party) => party.class === "phone").map((party) => party.canonical);
  assert.deepEqual(numbers.toSorted(), ["+46701740605", "+46701740606"]);
  const [left] = await storedLines(f);
  assert.equal(await f.count("undefined_line"), 1);
  assert.match(left?.bytes ?? "", /no call at all/);
  assert.notEqual(left?.reason, undefined);
  assert.deepEqual(await asOwner(f, `${SESSION}'${sessionId}'`), [
    { records: 2, undefined_lines: 1, duplicates: 0, joined: 0, filtered: 0, waiting: 0 },
  ]);
  assert.deepEqual(await asOwner(f, HELD), [{ held: 1 }]);

  // Done twice, nothing is stored twice.
  const twice = await ask(f, sourceId, RIGHT);
  await twice.run();
  assert.equal((await storedRecords(f)).length, 2);
  assert.equal((await workOf(f, twice.id)).linesLeft, 1);

  // The same file sent a second time, read wrongly again: its calls are known as sent again.
  const second = await session(f, sourceId);
  await f.send(sourceId, file, { sessionId: second });
  const known = await ask(f, sourceId, RIGHT);
  await known.run();
  assert.equal((await storedRecords(f)).length, 2);
  const { records, duplicates } = await workOf(f, known.id);
  assert.deepEqual({ records, duplicates }, { records: 0, duplicates: 2 });
  assert.deepEqual(await asOwner(f, `${SESSION}'${second}'`), [
    { records: 0, undefined_lines: 1, duplicates: 2, joined: 0, filtered: 0, waiting: 0 },
  ]);
});
