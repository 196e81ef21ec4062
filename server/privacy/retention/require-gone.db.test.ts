import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { justifySsn } from "../collected/justify-ssn.ts";
import { withdrawSsn } from "../collected/withdraw-ssn.ts";
import { decideRetention } from "../decide-retention.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { search } from "../search.ts";
import { setRetention } from "../set-retention.ts";
import { applyRules } from "./apply-rules.ts";

const NUMBER = "+46701740605";
const PERSON = "19811228-9874";
const PHONE = { product: "pbx", class: "phone" } as const;

test("what two persons let go at once goes, although longer rules are approved before the worker has come to it", async (t) => {
  const fixture = await openPrivacyFixture(t);
  const at = (text: string) => new Date(`${text}T08:00:00Z`);
  await fixture.store(["2026-04-01", "2026-06-10"].map((text) => ({ at: at(text), parties: [phone] })));
  const shorter = await set(fixture, { ...PHONE, keptDays: 30 });
  await decideRetention(second(fixture), { changeId: shorter.coolingId ?? "", decision: "waive" });
  const off = await set(fixture, { ...PHONE, keptDays: null });
  const approve = { changeId: off.changeId ?? "", decision: "approve" } as const;
  await assert.rejects(decideRetention(second(fixture), approve), { code: "conflict", retry: true });
  // Rules of which nothing is on its way do not wait for it.
  const other = await set(fixture, { product: "tid", class: "phone", keptDays: 20 });
  await decideRetention(second(fixture), { changeId: other.changeId ?? "", decision: "approve" });
  await applyRules(workOf(fixture));
  assert.equal((await decideRetention(second(fixture), approve)).state, "approved");
  await applyRules(workOf(fixture));
  assert.deepEqual(await days(fixture, NUMBER), ["2026-06-10"]);
});

test("identity numbers that end at once with their ground do not stay because a new ground is recorded", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([{ at: new Date("2026-06-12T08:00:00Z"), parties: [ssn] }]);
  const ground = { ground: "identification", reason: "callers have to be identified" } as const;
  await justifySsn(fixture.as("dpo"), ground);
  await withdrawSsn(fixture.as("dpo"), { reason: "not needed", endStored: true });
  await assert.rejects(justifySsn(fixture.as("dpo"), ground), { code: "conflict", retry: true });
  await applyRules(workOf(fixture));
  await justifySsn(fixture.as("dpo"), ground);
  await applyRules(workOf(fixture));
  assert.deepEqual(await days(fixture, PERSON), []);
});

const phone = { role: "calling", class: "phone", text: NUMBER } as const;
const ssn = { role: "calling", class: "ssn", text: PERSON } as const;

function set(fixture: PrivacyFixture, change: Parameters<typeof setRetention>[1]["changes"][number]) {
  return setRetention(fixture.as("reseller"), { changes: [change], reason: "a dispute" });
}

function second(fixture: PrivacyFixture) {
  return fixture.as("company-administrator", { accountId: randomUUID() });
}

async function days(fixture: PrivacyFixture, text: string): Promise<string[]> {
  return (await search(fixture.as("dpo"), { text })).hits.map((hit) => hit.date.toISOString().slice(0, 10));
}

function workOf(fixture: PrivacyFixture) {
  return { ...fixture.installation, company: fixture.as("reseller").company };
}
