import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { DATA_CLASSES, PRODUCTS } from "../../domain/codes.ts";
import { destroyDue } from "../retention/destroy-due.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { setRule } from "../../store/index.ts";
import { readExposure } from "./exposure.ts";
import { type OldestDatum, readOldest } from "./oldest-datum.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const phone = { role: "calling", class: "phone", text: "+46701740605" } as const;
const at = (text: string) => ({ at: new Date(text), parties: [phone] });
const DAY_MS = 86_400_000;

async function oldest(fixture: PrivacyFixture): Promise<OldestDatum[]> {
  const place = fixture.as("dpo");
  return await withCompany(fixture.db.data("web"), fixture.companyId, (tx) => readOldest(tx, place));
}

function told(found: readonly OldestDatum[], dataClass: string) {
  const one = found.find((row) => row.product === "pbx" && row.class === dataClass);
  return one === undefined ? null : [one.callDay, one.ageDays, one.excessDays];
}

test("the oldest datum of each product and class is what the rows say, and nothing is late while they are in time", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([at("2026-05-20T08:00:00Z"), at("2026-06-10T08:00:00Z")]);
  const found = await oldest(fixture);
  assert.deepEqual(told(found, "phone"), ["2026-05-20", 26, 0]);
  assert.deepEqual(told(found, "call"), ["2026-05-20", 26, 0]);
  assert.ok(found.every(({ excessDays }) => excessDays === 0));
});

test("with the worker standing still and the clock moved on, what is too old is told by itself", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([at("2026-06-10T08:00:00Z")]);
  // 120 days are kept, on the next day it goes; from the day after that it is late.
  fixture.time.now = new Date("2026-10-09T10:00:00Z");
  assert.deepEqual(told(await oldest(fixture), "phone"), ["2026-06-10", 121, 0]);
  fixture.time.now = new Date("2026-10-10T10:00:00Z");
  assert.deepEqual(told(await oldest(fixture), "phone"), ["2026-06-10", 122, 1]);
  fixture.time.now = new Date(fixture.time.now.getTime() + 30 * DAY_MS);
  assert.deepEqual(told(await oldest(fixture), "phone"), ["2026-06-10", 152, 31]);
});

test("rows whose key is gone and that nobody dropped are told, also when no count knows of them", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([at("2026-06-10T08:00:00Z")]);
  fixture.time.now = new Date("2026-10-12T10:00:00Z");
  await destroyDue(fixture.installation);
  await withCompany(fixture.db.data("owner"), fixture.companyId, (tx) => tx`delete from data.stored_count`);
  const [found] = (await oldest(fixture)).filter((row) => row.class === "phone");
  assert.deepEqual([found?.what, found?.excessDays], ["row", 3]);
});

test("a key that was not destroyed is told, although no row stands under it", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([at("2026-06-10T08:00:00Z")]);
  await withCompany(fixture.db.data("owner"), fixture.companyId, async (tx) => {
    await tx`delete from data.party`;
    await tx`delete from data.stored_count`;
  });
  fixture.time.now = new Date("2026-10-12T10:00:00Z");
  const [found] = (await oldest(fixture)).filter((row) => row.class === "phone");
  assert.deepEqual([found?.what, found?.callDay, found?.excessDays], ["key", "2026-06-10", 3]);
});

test("a row that lies beyond its rule is told although its own end is far, once there was a day to carry the rule out", async (t) => {
  const fixture = await house.beside(t);
  // A public body destroys by its decisions; the rule of a private one holds as it is.
  await fixture.db.data("owner")`update data.company set kind = 'private'`;
  await fixture.store([at("2026-06-01T08:00:00Z")]);
  await withCompany(fixture.db.data("web"), fixture.companyId, (tx) =>
    setRule(tx, {
      companyId: fixture.companyId,
      product: PRODUCTS.pbx,
      class: DATA_CLASSES.phone,
      keptDays: 7,
      maskedAfterDays: null,
      reason: null,
      setBy: null,
      setAt: fixture.time.now,
    }),
  );
  assert.deepEqual(told(await oldest(fixture), "phone"), ["2026-06-01", 14, 0]);
  fixture.time.now = new Date("2026-06-16T11:00:00Z");
  assert.deepEqual(told(await oldest(fixture), "phone"), ["2026-06-01", 15, 7]);
});

test("what a leak would give away is counted on what stands there, each identifier once", async (t) => {
  const fixture = await house.beside(t);
  const other = { ...phone, text: "+46701740606" };
  await fixture.store([
    at("2026-06-10T08:00:00Z"),
    at("2026-06-11T08:00:00Z"),
    { at: new Date("2026-06-12T08:00:00Z"), parties: [other] },
  ]);
  await fixture.storeUndefined(["rubbish"]);
  const exposure = await withCompany(fixture.db.data("web"), fixture.companyId, (tx) =>
    readExposure(tx, fixture.as("dpo")),
  );
  assert.equal(exposure.numbers, 2);
  assert.equal(exposure.appearances, 3);
  assert.equal(exposure.calls, 3);
  assert.equal(exposure.undefinedLines, 1);
  assert.equal(exposure.oldestDays, 5);
});
