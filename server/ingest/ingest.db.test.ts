import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, test } from "node:test";
import { asterisk, openIngestFixture } from "./ingest-fixture.ts";
import { storedLines, storedParties, storedRaw, storedRecords } from "./stored-fixture.ts";

// One installation for all tests, and a company for each.
const house = await openIngestFixture({ after });

test("a file becomes facts, parties and sealed raw records, and its segment leaves the inbox", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("asterisk-cdr-csv");
  const lines = [
    asterisk("10", "0701740605", "1001"),
    asterisk("11", "08-465 004 12", "1002"),
    "not a record at all, 070-174 06 99",
  ];
  const outcome = await f.send(source, lines.join("\n"));
  assert.deepEqual(
    outcome,
    { segments: 1, records: 2, duplicates: 0, undefinedLines: 1, failed: 0 },
    f.logged.join(""),
  );
  assert.deepEqual(readdirSync(f.inbox), []);
  assert.deepEqual(
    (await storedParties(f))
      .map((party) => `${party.role} ${party.class} ${party.canonical} ${party.expiresOn}`)
      .sort(),
    ["calling phone +46701740605 2026-10-14", "calling phone +46846500412 2026-10-14"],
  );
  const [line] = await storedLines(f);
  assert.equal(line?.bytes, lines[2]);
  assert.doesNotMatch(line?.reason ?? "", /\d{6}/);
});

test("no number of the file is in any column of the data cluster, and the raw records come back byte for byte", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("asterisk-cdr-csv", { keepNames: true });
  const lines = [
    asterisk("10", "0701740605", "1001", "2026-06-15 09:00:00", "Åsa Prov"),
    asterisk("11", "1002", "0046846500412", "2026-06-15 09:01:00", "Sven"),
  ];
  await f.send(source, lines.join("\n"));
  const raw = await storedRaw(f);
  assert.deepEqual(raw.map((one) => one.bytes).sort(), [...lines].sort());
  assert.ok(raw.every((one) => one.complete));
  assert.ok(
    raw.every((one) => !/1740605|46500412|Åsa|Sven/.test(one.skeleton)),
    JSON.stringify(raw),
  );
  const everything = JSON.stringify(await storedRecords(f)) + f.logged.join("");
  assert.doesNotMatch(everything, /1740605|46500412/);
});

test("names are dropped at the door unless the company asks for them", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("asterisk-cdr-csv");
  await f.send(source, asterisk("10", "0701740605", "1001", "2026-06-15 09:00:00", "Åsa Prov"));
  assert.deepEqual(
    (await storedParties(f)).map((party) => party.class),
    ["phone"],
  );
  const [raw] = await storedRaw(f);
  assert.ok(raw !== undefined && !raw.skeleton.includes("sa Prov") && !raw.complete);
});

test("a personal identity number is stored full and truncated, each with its own end, read by the date of the call", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("flexi-tid");
  const header = "SOURCE;NOTE;DATE;ID;PHONE;SSN;NAME;SCHEDULED;DURATION;STATUS";
  const lines = [
    `CALLBACK;queue=Bygglov;2026-06-15 08:15:00.000;t-1;0701740605;900101+9802;;;240;DONE`,
    `CALLBACK;queue=Bygglov;2026-06-15 08:16:00.000;t-2;0406280404;;;;240;DONE`,
    `CALLBACK;queue=Bygglov;2026-06-15 08:17:00.000;t-3;0701740606;850910-XXXX;;;240;DONE`,
  ];
  const outcome = await f.send(source, [header, ...lines].join("\n"));
  assert.equal(outcome.records, 3, f.logged.join("") + JSON.stringify(await storedLines(f)));
  const parties = (await storedParties(f)).map((party) => `${party.class} ${party.canonical} ${party.expiresOn}`);
  assert.deepEqual(parties, [
    "phone +46701740605 2026-06-23",
    "ssn 189001019802 2026-06-23",
    "ssn_truncated 18900101 2026-10-14",
    "phone +46406280404 2026-06-23",
    "phone +46701740606 2026-06-23",
    "ssn_truncated 19850910 2026-10-14",
  ]);
  assert.deepEqual((await storedRaw(f)).map((one) => one.bytes).sort(), [...lines].sort());
});

test("a record that comes after a class has expired is stored without that class, and counted so", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("flexi-tid");
  const header = "SOURCE;NOTE;DATE;ID;PHONE;SSN;NAME;SCHEDULED;DURATION;STATUS";
  const old = `CALLBACK;;2026-06-07 08:15:00.000;t-1;0701740605;19900101-9802;;;240;DONE`;
  const fresh = `CALLBACK;;2026-06-08 08:15:00.000;t-2;0701740605;19900101-9802;;;240;DONE`;
  await f.send(source, [header, old, fresh].join("\n"));
  const records = await storedRecords(f);
  const late = records.map((record) => record["late"]);
  assert.deepEqual(late, [0b11, null]);
  assert.equal(records[0]?.["segment_id"], null);
  const classes = (await storedParties(f))
    .filter((party) => party.record === records[0]?.["id"])
    .map((party) => party.class);
  assert.deepEqual(classes, ["ssn_truncated"]);
  assert.equal((await storedRaw(f)).length, 1);
});

test("a clock that runs ahead keeps nothing longer, and its dates are counted", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("asterisk-cdr-csv");
  await f.send(source, asterisk("10", "0701740605", "1001", "2031-01-01 09:00:00"));
  assert.deepEqual(
    (await storedParties(f)).map((party) => party.expiresOn),
    ["2026-10-14"],
  );
  const [record] = await storedRecords(f);
  assert.equal(record?.["call_day"], "2026-06-15");
});
