import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { withCompany } from "#db/with-company.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../../privacy/privacy-fixture.ts";
import { changeTariff } from "./change-tariff.ts";
import { importTariff } from "./import-tariff.ts";
import { exportTariff, readTariff } from "./read-tariff.ts";
import { removeTariff } from "./remove-tariff.ts";
import { chooseCurrency, setCostFirst } from "./set-cost.ts";
import { showTariffs } from "./show-tariffs.ts";
import { tryTariff } from "./try-tariff.ts";

const FILE = [
  "prefix;name;days;from;to;per_minute;connection;interval_seconds",
  "46;Sweden;;;;0,20;0,10;1",
  "",
  '4670;"Sweden; mobile";mon-fri;08:00;18:00;0,69;0,49;60',
  "4670;Sweden mobile, nights;mon-fri;18:00;08:00;0,35;0,49;60",
].join("\r\n");

test("a tariff is taken in whole, changed line by line, tried out, written out and taken in again", async (t) => {
  const fixture = await openPrivacyFixture(t);
  const admin = fixture.as("company-administrator");
  const checked = await importTariff(admin, { validFrom: "2026-01-01", text: FILE, check: true });
  assert.deepEqual([checked.tariffId, checked.lines, checked.prefixes, checked.replaces], [null, 3, 2, false]);
  assert.deepEqual((await showTariffs(admin)).tariffs, []);

  const wrong = await importTariff(admin, { validFrom: "2026-01-01", text: FILE.replace("0,35", "free") });
  assert.deepEqual(
    [wrong.tariffId, wrong.faults],
    [null, [{ line: 5, column: "per_minute", fault: "amount" }]],
    "the line as an editor counts it, empty ones too",
  );
  assert.deepEqual((await showTariffs(admin)).tariffs, [], "whole or not at all");

  const packed = gzipSync(FILE).toString("base64");
  const { tariffId } = await importTariff(admin, { validFrom: "2026-01-01", packed });
  await importTariff(admin, { validFrom: "2027-01-01", text: FILE });
  const view = await showTariffs(admin);
  assert.deepEqual(
    view.tariffs.map(({ validFrom, validTo, current }) => [validFrom, validTo, current]),
    [
      ["2027-01-01", null, false],
      ["2026-01-01", "2026-12-31", true],
    ],
  );
  assert.deepEqual([view.currency, view.currencyIsOwn, view.first], ["SEK", false, "tariff"]);

  const trying = { number: "0070-174 06 05", at: "2026-06-15T09:00", seconds: 61 };
  const tried = await tryTariff(admin, trying);
  assert.deepEqual(
    [tried.cents, tried.rate?.name, tried.validFrom, tried.kind],
    [49 + 138, "Sweden; mobile", "2026-01-01", "national_after_outside_line"],
  );
  assert.equal((await tryTariff(admin, { ...trying, at: "2026-06-16T00:30" })).cents, 49 + 70, "Monday's night");
  assert.equal((await tryTariff(admin, { ...trying, at: "2026-06-20T09:00" })).rate?.name, "Sweden", "a Saturday");
  assert.equal((await tryTariff(admin, { ...trying, number: "00447740605000" })).cents, null);
  await assert.rejects(tryTariff(admin, { ...trying, at: "2026-13-45T09:00" }), { code: "bad-input" });

  const id = tariffId ?? assert.fail();
  const added = await changeTariff(admin, {
    ...{ tariffId: id, line: null },
    cells: { kind: "short", prefix: "118", per_minute: "19.9", name: "Directory" },
  });
  await assert.rejects(changeTariff(admin, { tariffId: id, line: 1, cells: null }), { code: "gone" }, "a former one");
  await assert.rejects(
    changeTariff(admin, { tariffId: added.tariffId, line: 1, cells: { prefix: "46701740605", per_minute: "1" } }),
    { code: "bad-input", field: "prefix" },
  );
  const changed = await changeTariff(admin, {
    ...{ tariffId: added.tariffId, line: 1 },
    cells: { prefix: "46", per_minute: "0.25", name: "Sweden" },
  });
  const page = await readTariff(admin, { tariffId: changed.tariffId, find: "sweden" });
  assert.deepEqual(
    page.rows.map(({ line, perMinute }) => [line, perMinute]),
    [
      [1, 2_500],
      [2, 6_900],
      [3, 3_500],
    ],
  );
  assert.deepEqual((await readTariff(admin, { tariffId: changed.tariffId, find: "11" })).rows.length, 1);

  const file = await exportTariff(admin, changed);
  assert.equal(file.name, "ekbacken-tariff-2026-01-01.csv");
  const again = await importTariff(admin, { validFrom: "2026-01-01", text: file.text });
  assert.equal(again.replaces, true);
  assert.equal((await exportTariff(admin, { tariffId: again.tariffId ?? "" })).text, file.text);
  await removeTariff(admin, { tariffId: again.tariffId ?? "" });
  assert.equal((await tryTariff(admin, trying)).cents, null);
  assert.deepEqual(await leftBehind(fixture), { lines: 3, tried: 0 });
});

test("who may see tariffs changes none, and currency and precedence are the company's own", async (t) => {
  const fixture = await openPrivacyFixture(t);
  const admin = fixture.as("company-administrator");
  const dpo = fixture.as("dpo");
  await showTariffs(dpo);
  await assert.rejects(importTariff(dpo, { validFrom: "2026-01-01", text: FILE }), { code: "forbidden" });
  await assert.rejects(setCostFirst(dpo, { first: "pbx" }), { code: "forbidden" });
  await assert.rejects(chooseCurrency(dpo, { currency: "EUR" }), { code: "forbidden" });
  await assert.rejects(showTariffs(fixture.as("end-user")), { code: "forbidden" });
  assert.equal((await chooseCurrency(admin, { currency: "NOK" })).currency, "NOK");
  await assert.rejects(chooseCurrency(admin, { currency: "JPY" }), /hundredths/);
  assert.equal((await setCostFirst(admin, { first: "pbx" })).first, "pbx");
  await assert.rejects(setCostFirst(admin, { sourceId: 9, first: "pbx" }), { code: "not-found" });
  await assert.rejects(importTariff(admin, { validFrom: "2026-01-01", text: 'prefix,per_minute\n"46,1' }), {
    code: "bad-input",
  });
  await assert.rejects(importTariff(admin, { validFrom: "2026-01-01", packed: "bm8gZ3ppcA==" }), { code: "bad-input" });
});

/** Lines of tariffs that are there, and entries of the audit that hold what was tried. */
async function leftBehind(fixture: PrivacyFixture): Promise<unknown> {
  return await withCompany(fixture.db.data("owner"), fixture.companyId, async (tx) => {
    const [row] = await tx`select (select count(*)::int from data.tariff_rate) as lines,
      (select count(*)::int from data.audit a where a::text like any (array['%174 06 05%', '%1740605%'])) as tried`;
    return { ...row };
  });
}
