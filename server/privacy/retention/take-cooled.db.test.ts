import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { decideRetention } from "../decide-retention.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { setRetention } from "../set-retention.ts";
import { showRetention } from "../show-retention.ts";
import { purgeCompany } from "./purge-company.ts";

const PHONE = { product: "pbx", class: "phone" } as const;

test("days asked for while a rule was off never lengthen the days of before, however long the worker stood still", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await set(fixture, null);
  fixture.time.now = new Date("2027-06-10T10:00:00Z");
  await purgeCompany(workOf(fixture));
  await set(fixture, 200);
  await set(fixture, 150);
  // Off until the fifteenth, and shorter from the eighteenth: the clean-up comes after both.
  fixture.time.now = new Date("2027-06-20T10:00:00Z");
  await purgeCompany(workOf(fixture));
  assert.equal(await daysOf(fixture), 120);
});

async function set(fixture: PrivacyFixture, keptDays: number | null): Promise<void> {
  const { changeId } = await setRetention(fixture.as("reseller"), {
    changes: [{ ...PHONE, keptDays }],
    reason: "a dispute",
  });
  const second = fixture.as("company-administrator", { accountId: randomUUID() });
  if (changeId !== null) await decideRetention(second, { changeId, decision: "approve" });
}

async function daysOf(fixture: PrivacyFixture): Promise<number | null | undefined> {
  const { rules } = await showRetention(fixture.as("reseller"));
  return rules.find((one) => one.product === PHONE.product && one.class === PHONE.class)?.keptDays;
}

function workOf(fixture: PrivacyFixture) {
  return { ...fixture.installation, company: fixture.as("reseller").company };
}
