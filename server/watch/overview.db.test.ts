import assert from "node:assert/strict";
import { test } from "node:test";
import { noteSweep } from "../keyring/index.ts";
import { openPrivacyFixture } from "../privacy/privacy-fixture.ts";
import { readCompaniesOverview } from "./companies-overview.ts";
import { readCompanyOverview } from "./company-overview.ts";

const phone = { role: "calling", class: "phone", text: "+46701740605" } as const;
const at = (text: string) => ({ at: new Date(text), parties: [phone] });

test("the overview counts the calls of each of the company's own days, and opens no number", async (t) => {
  const fixture = await openPrivacyFixture(t);
  // 22:30 UTC is the next day in Stockholm.
  await fixture.store([
    at("2026-06-01T10:00:00Z"),
    at("2026-06-10T08:00:00Z"),
    { ...at("2026-06-10T22:30:00Z"), product: "cc" },
    at("2026-06-15T09:59:00Z"),
  ]);
  const { days } = await readCompanyOverview(fixture.as("supervisor"));
  assert.equal(days.length, 14);
  assert.deepEqual([days[0]?.day, days.at(-1)?.day], ["2026-06-02", "2026-06-15"]);
  const calls = Object.fromEntries(days.filter((day) => day.calls > 0).map((day) => [day.day, day.byProduct]));
  assert.deepEqual(calls, { "2026-06-10": { pbx: 1 }, "2026-06-11": { cc: 1 }, "2026-06-15": { pbx: 1 } });
  assert.ok(!JSON.stringify(days).includes("701740605"));
});

test("who may not see sources is not told of them", async (t) => {
  const fixture = await openPrivacyFixture(t);
  assert.equal((await readCompanyOverview(fixture.as("supervisor"))).sources, null);
  assert.ok((await readCompanyOverview(fixture.as("company-administrator"))).sources !== null);
  await assert.rejects(readCompanyOverview(fixture.as("end-user")), { code: "forbidden" });
});

test("a clean-up that stands still is told the next day", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([at("2026-06-10T08:00:00Z")]);
  await noteSweep(fixture.installation.keyring, fixture.time.now);
  assert.deepEqual((await readCompanyOverview(fixture.as("dpo"))).alarms, []);
  fixture.time.now = new Date(fixture.time.now.getTime() + 25 * 3_600_000);
  const { alarms } = await readCompanyOverview(fixture.as("dpo"));
  assert.deepEqual(
    alarms.map(({ kind, level, figures }) => [kind, level, figures]),
    [["sweep-late", "bad", { count: 25 }]],
  );
});

test("a reseller sees how own companies stand, and nobody else's", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([at("2026-06-15T09:00:00Z")]);
  const own = await readCompaniesOverview(fixture.as("reseller"), {});
  assert.deepEqual(
    own.companies.map(({ name, calls }) => [name, calls]),
    [["Vårdcentralen Ekbacken", 1]],
  );
  const other = await readCompaniesOverview(fixture.as("reseller", { resellerId: 9_999 }), {});
  assert.deepEqual(other, { companies: [], total: 0, next: null });
  const none = await readCompaniesOverview(fixture.as("company-administrator"), {});
  assert.deepEqual(none.companies, []);
});

test("data beyond its rule raises the alarm by itself, also when a job says that it ran", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([at("2026-06-10T08:00:00Z")]);
  fixture.time.now = new Date("2026-10-10T10:00:00Z");
  await noteSweep(fixture.installation.keyring, fixture.time.now);
  const { alarms } = await readCompanyOverview(fixture.as("dpo"));
  const told = alarms.find(({ kind }) => kind === "oldest-datum");
  assert.deepEqual([told?.level, told?.figures["product"], told?.figures["count"]], ["bad", "pbx", 1]);
});
