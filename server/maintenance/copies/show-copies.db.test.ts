import assert from "node:assert/strict";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { keepExposures } from "../../privacy/copies/keep-exposure.ts";
import { openPrivacyFixture } from "../../privacy/privacy-fixture.ts";
import { listExposure } from "../../store/copy-ages.ts";
import { showCopies } from "./show-copies.ts";
import { showInstallationCopies } from "./show-installation-copies.ts";
import { showMeter } from "./show-meter.ts";

const phone = { role: "calling", class: "phone", text: "+46701740605" } as const;
const at = (text: string) => ({ at: new Date(text), parties: [phone] });

test("a company's page of copies counts each store, names its oldest and its end, and holds no value", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([at("2026-06-10T08:00:00Z"), at("2026-06-12T08:00:00Z")]);
  const view = await showCopies(fixture.as("dpo"));
  const store = (id: string) => view.stores.find((one) => one.id === id);
  assert.deepEqual(
    [store("subjects")?.held, store("parties")?.held, store("parties")?.oldest, store("parties")?.until],
    [1, 2, "2026-06-10", "2026-10-11"],
  );
  assert.equal(store("calls")?.held, 2);
  assert.deepEqual([store("logs")?.held, store("backups")?.held], [null, null]);
  assert.ok(store("parties")?.places.includes("data.party"));
  assert.deepEqual([view.exposure.numbers, view.unclassified], [1, []]);
  assert.ok(!JSON.stringify(view).includes("701740605"));
});

test("counts of a day are written down once a day, and the meter ends with what is measured now", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([at("2026-06-10T08:00:00Z")]);
  for (let again = 0; again < 2; again++) assert.equal(await keepExposures(fixture.installation), 1);
  fixture.time.now = new Date("2026-06-16T10:00:00Z");
  await fixture.store([{ at: new Date("2026-06-16T08:00:00Z"), parties: [{ ...phone, text: "+46701740606" }] }]);
  await keepExposures(fixture.installation);
  const days = await withCompany(fixture.db.data("web"), fixture.companyId, (tx) =>
    listExposure(tx, fixture.companyId, "2026-06-01"),
  );
  assert.deepEqual(
    days.map(({ day, numbers }) => [day, numbers]),
    [
      ["2026-06-15", 1],
      ["2026-06-16", 2],
    ],
  );
  const meter = await showMeter(fixture.as("company-administrator"));
  assert.deepEqual([meter.line, meter.night], [[1, 2], null]);
  const operator = await showInstallationCopies(fixture.as("system-administrator"));
  assert.deepEqual([operator.exposure?.numbers, operator.exposure?.companies, operator.ages.looked], [2, 1, 1]);
  assert.ok(operator.stores.every(({ held, oldest }) => held === null && oldest === null));
});

test("copies are shown to those who answer for a company, and not to a reseller or an operator", async (t) => {
  const fixture = await openPrivacyFixture(t);
  for (const profile of ["reseller", "supervisor", "system-administrator"] as const) {
    await assert.rejects(showCopies(fixture.as(profile)), { code: "forbidden" });
    await assert.rejects(showMeter(fixture.as(profile)), { code: "forbidden" });
  }
  await assert.rejects(showInstallationCopies(fixture.as("dpo")), { code: "forbidden" });
  await assert.rejects(showCopies(fixture.as("dpo", { companyId: 9_999 })), { code: "forbidden" });
});
