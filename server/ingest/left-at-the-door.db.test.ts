import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { setField, withdrawGround } from "../store/collected.ts";
import { asterisk, type IngestFixture, NOW, openIngestFixture } from "./ingest-fixture.ts";
import { asOwner, storedLines, storedParties, storedRaw, storedRecords } from "./stored-fixture.ts";

// One installation for all tests, and a company for each.
const house = await openIngestFixture({ after });
const SSN = "198112289874";
const TID = `{"source":"CALLBACK","note":"queue=Kö 7","date":"2026-06-15 09:10:00.000","id":"a-1","phone":"0701740605","ssn":"19811228-9874","name":"Anna Prov","duration":60,"status":"DONE"}\n`;

const withdraw = (f: IngestFixture) =>
  withCompany(f.db.data("web"), f.companyId, (tx) =>
    withdrawGround(tx, f.companyId, { at: NOW, by: null, byName: "Test", endStored: false }),
  );
const dropped = async (f: IngestFixture) =>
  (await asOwner(f, "select field, product, dropped from data.dropped_count order by 1, 2")).map((row) => [
    row["field"],
    row["product"],
    row["dropped"],
  ]);

test("without a ground no form of an identity number is stored: not as a party, not in the raw record, not in a line nobody understood", async (t) => {
  const f = await house.anew(t);
  await withdraw(f);
  const source = await f.addSource("flexi-tid");
  await f.send(source, `${TID}?? 0701740605 / 19811228-9874 came in\n`);
  assert.deepEqual(
    (await storedParties(f)).map((party) => party.class),
    ["phone"],
  );
  const [raw] = await storedRaw(f);
  assert.equal(raw?.complete, false, "a hole that cannot be filled again");
  assert.doesNotMatch(`${raw?.bytes} ${raw?.skeleton}`, /19811228|9874|1228/);
  assert.ok(raw?.bytes.includes("0701740605"), "the rest comes back");
  const [line] = await storedLines(f);
  assert.doesNotMatch(line?.bytes ?? "", /1981|9874/);
  assert.match(line?.bytes ?? "", /0701740605 \/ x{13} came in/);
  assert.deepEqual(await dropped(f), [["ssn", 2, 1]]);
  const subjects = await withCompany(
    f.db.keyring("owner"),
    f.companyId,
    (tx) => tx`select class, count(*)::int as n from keyring.subject group by 1`,
  );
  assert.deepEqual([...subjects], [{ class: 1, n: 1 }]);
});

test("what is sent again after a ground is recorded, or withdrawn, is the same call and counted once", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("flexi-tid");
  await f.send(source, TID);
  await withdraw(f);
  f.time.now = new Date(NOW.getTime() + 10_000);
  const again = await f.send(source, TID);
  assert.deepEqual([again.records, again.duplicates], [0, 1]);
  assert.equal(await f.count("call_record"), 1);
  assert.deepEqual(await dropped(f), [], "nothing of it was stored, so nothing of it was left out");
});

test("an identity number keyed into a telephone column is one: kept by its own rule with a ground, left at the door without", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("asterisk-cdr-csv");
  await f.send(source, `${asterisk("01", SSN, "1001")}\n`);
  assert.deepEqual((await storedParties(f)).map((party) => [party.class, party.canonical]).toSorted(), [
    ["ssn", SSN],
    ["ssn_truncated", SSN.slice(0, 8)],
  ]);
  await withdraw(f);
  f.time.now = new Date(NOW.getTime() + 10_000);
  await f.send(source, `${asterisk("02", SSN, "1001", "2026-06-15 09:05:00")}\n`);
  assert.equal((await storedParties(f)).length, 2);
  const raw = await storedRaw(f);
  assert.ok(raw.every(({ skeleton }) => !skeleton.includes("8112289874")));
  assert.deepEqual(await dropped(f), [["ssn", 4, 1]]);
});

test("fields are left at the door as the company says: lines by default, queues and names when it switches them off", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("flexi-tid", { keepNames: true });
  const set = (field: string, kept: boolean) =>
    withCompany(f.db.data("web"), f.companyId, (tx) =>
      setField(tx, {
        companyId: f.companyId,
        field,
        kept,
        reason: "a test",
        setAt: NOW,
        setBy: null,
        setByName: "Test",
      }),
    );
  const pbx = await f.addSource("asterisk-cdr-csv");
  await f.send(pbx, `${asterisk("01", "0701740605", "1001")}\n`);
  assert.deepEqual(
    (await storedRecords(f)).map((row) => row["trunk_id"]),
    [null],
  );
  await set("trunk", true);
  await set("queue", false);
  await set("calling-name", false);
  f.time.now = new Date(NOW.getTime() + 10_000);
  await f.send(pbx, `${asterisk("02", "0701740605", "1001", "2026-06-15 09:05:00")}\n`);
  await f.send(source, TID);
  const rows = await storedRecords(f);
  assert.equal(rows.filter((row) => row["trunk_id"] !== null).length, 1);
  assert.ok(rows.every((row) => row["queue_id"] === null));
  assert.ok((await storedParties(f)).every((party) => party.class !== "name"));
  const raw = (await storedRaw(f)).find(({ skeleton }) => skeleton.includes("CALLBACK"));
  assert.ok(raw !== undefined && !/Kö 7|Anna/.test(`${raw.bytes} ${raw.skeleton}`));
  assert.deepEqual(await dropped(f), [["calling-name", 2, 1]]);
});

test("a telephone system that lives in 2036 is stored by the day of reception, facts too, and counted", async (t) => {
  const f = await house.anew(t);
  const pbx = await f.addSource("asterisk-cdr-csv");
  await f.send(pbx, `${asterisk("01", "0701740605", "1001", "2036-02-03 04:05:06")}\n`);
  assert.deepEqual(
    (await storedRecords(f)).map((row) => row["call_day"]),
    ["2026-06-15"],
  );
  assert.deepEqual(
    (await storedParties(f)).map((party) => party.expiresOn),
    ["2026-10-14"],
  );
  assert.deepEqual(await dropped(f), [["implausible-date", 4, 1]]);
});
