import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { AUDIT_CLASS, audit, checkChain, showChain, signHeads } from "../audit/index.ts";
import { dueSlices, liveSlices } from "../keyring/index.ts";
import { previewAuditRetention, setAuditRetention } from "./audit-retention.ts";
import { decideRetention } from "./decide-retention.ts";
import { openPrivacyFixture, type PrivacyFixture } from "./privacy-fixture.ts";
import { applyRules } from "./retention/apply-rules.ts";
import { purgeCompany } from "./retention/purge-company.ts";
import { setRetentionBound, showBounds } from "./retention-bounds.ts";
import { search } from "./search.ts";
import { showRetention } from "./show-retention.ts";

const REASON = "a shorter audit";
const workOf = (fixture: PrivacyFixture) => ({ ...fixture.installation, company: fixture.as("reseller").company });
const second = (fixture: PrivacyFixture) => fixture.as("company-administrator", { accountId: randomUUID() });
const ruleOf = async (fixture: PrivacyFixture) => (await showRetention(fixture.as("dpo"))).audit;

/** An entry at each moment, and the keys of its month. */
async function entriesAt(fixture: PrivacyFixture, ...moments: string[]): Promise<void> {
  for (const moment of moments) {
    fixture.time.now = new Date(moment);
    const ctx = fixture.as("dpo");
    await withCompany(fixture.db.data("web"), fixture.companyId, (tx) =>
      audit(ctx, tx, { action: "data.search", detail: { moment } }),
    );
  }
}

async function momentsLeft(fixture: PrivacyFixture): Promise<string[]> {
  const rows = await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) => tx`select detail->>'moment' as moment from data.audit
      where company_id = ${fixture.companyId} and detail ? 'moment' order by seq`,
  );
  return rows.map((row) => row["moment"] as string);
}

const months = async (fixture: PrivacyFixture) =>
  (await liveSlices(fixture.installation.keyring, fixture.companyId, { classes: [AUDIT_CLASS] }))
    .map(({ callDay, expiresOn }) => `${callDay} ${expiresOn}`)
    .toSorted();

test("a shorter rule of the audit waits seven days, then exactly what its preview counted goes and the chain holds", async (t) => {
  const fixture = await openPrivacyFixture(t);
  const [JANUARY, LAST_GONE, FIRST_KEPT, JUNE] = [
    "2026-01-10T10:00:00Z",
    "2026-04-23T21:59:59Z",
    "2026-04-23T22:00:00Z",
    "2026-06-15T10:00:00Z",
  ] as const;
  fixture.time.now = new Date(JANUARY);
  await fixture.store([{ at: new Date(JANUARY), parties: [{ role: "calling", class: "phone", text: "0701740605" }] }]);
  await search(fixture.as("dpo"), { text: "0701740605" });
  await entriesAt(fixture, JANUARY, LAST_GONE, FIRST_KEPT, JUNE);
  assert.deepEqual(await months(fixture), ["2026-01-01 2028-02-03"]);
  const rule = await ruleOf(fixture);
  assert.deepEqual([rule.keptDays, rule.isDefault, rule.oldestDay], [731, true, "2026-01-10"]);

  const preview = await previewAuditRetention(fixture.as("dpo"), { keptDays: 60 });
  assert.deepEqual([preview.direction, preview.holdsOn, preview.monthsEnd], ["shorter", "2026-06-23", 1]);
  const done = await setAuditRetention(fixture.as("dpo"), { keptDays: 60, reason: REASON });
  assert.deepEqual([done.state, done.entriesGo], ["cooling", preview.entriesGo]);
  await applyRules(workOf(fixture));
  assert.equal((await momentsLeft(fixture)).length, 4, "nothing goes in the cool-down");
  assert.deepEqual((await ruleOf(fixture)).cooling, [{ keptDays: 60, holdsOn: "2026-06-23" }]);

  assert.equal((await showRetention(fixture.as("dpo"))).changes[0]?.valuesGo, done.entriesGo);

  fixture.time.now = new Date("2026-06-22T22:00:00Z");
  const before = (await ruleOf(fixture)).entries;
  await signHeads(fixture.installation);
  await applyRules(workOf(fixture));
  assert.deepEqual(await momentsLeft(fixture), [FIRST_KEPT, JUNE]);
  assert.deepEqual(await months(fixture), [], "whom January was about opens to nobody any more");
  const after = await ruleOf(fixture);
  assert.deepEqual([after.keptDays, after.oldestDay], [60, "2026-04-24"]);
  const written = await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) => tx`select 1 from data.audit where company_id = ${fixture.companyId} and at = ${fixture.time.now}`,
  );
  assert.equal(before - (after.entries - written.length), done.entriesGo);
  await checkChain(fixture.installation, fixture.companyId);
  const chain = await showChain(fixture.as("dpo"));
  assert.deepEqual([chain.verdict?.ok, chain.since?.toISOString()], [true, "2026-04-23T21:59:59.000Z"]);
});

test("a longer audit waits for the company, two persons skip the cool-down, and the operator's bounds hold", async (t) => {
  const fixture = await openPrivacyFixture(t);
  fixture.time.now = new Date("2026-03-10T10:00:00Z");
  await fixture.store([{ at: fixture.time.now, parties: [{ role: "calling", class: "phone", text: "0701740605" }] }]);
  await search(fixture.as("dpo"), { text: "0701740605" });
  await entriesAt(fixture, "2026-03-10T10:00:00Z", "2026-06-15T10:00:00Z");
  await assert.rejects(setAuditRetention(fixture.as("dpo"), { keptDays: 1_000, reason: REASON }), {
    code: "forbidden",
  });
  const longer = await setAuditRetention(fixture.as("reseller"), { keptDays: 1_000, reason: "a long claim" });
  assert.deepEqual([longer.state, longer.entriesGo, longer.monthsMoved], ["waiting", 0, 1]);
  assert.equal((await ruleOf(fixture)).keptDays, 731);
  const [shown] = (await showRetention(fixture.as("dpo"))).changes;
  assert.deepEqual([shown?.state, shown?.rules[0]?.class, shown?.rules[0]?.to.keptDays], ["waiting", "audit", 1_000]);
  const changeId = longer.changeId ?? "";
  await decideRetention(second(fixture), { changeId, decision: "approve" });
  await applyRules(workOf(fixture));
  assert.equal((await ruleOf(fixture)).keptDays, 1_000);
  assert.deepEqual(await months(fixture), ["2026-03-01 2028-12-27"]);

  const shorter = await setAuditRetention(fixture.as("dpo"), { keptDays: 31, reason: REASON });
  const seen = await previewAuditRetention(fixture.as("dpo"), { keptDays: 31, waived: true });
  assert.deepEqual([seen.holdsOn, seen.monthsEnd], [null, 1]);
  await decideRetention(second(fixture), { changeId: shorter.coolingId ?? "", decision: "waive" });
  await applyRules(workOf(fixture));
  assert.deepEqual(await momentsLeft(fixture), ["2026-06-15T10:00:00Z"]);
  assert.deepEqual(await months(fixture), []);

  await assert.rejects(setAuditRetention(fixture.as("dpo"), { keptDays: 30, reason: REASON }), { name: "ZodError" });
  const operator = fixture.as("system-administrator", { companyId: null, resellerId: null });
  await setRetentionBound(operator, { class: "audit", shortestDays: 90, longestDays: 2_000, reason: "our contract" });
  for (const keptDays of [60, 2_001])
    await assert.rejects(setAuditRetention(fixture.as("reseller"), { keptDays, reason: REASON }), {
      code: "bad-input",
      message: /class audit/,
    });
  assert.equal((await ruleOf(fixture)).isOutside, true);
  assert.deepEqual(
    (await showBounds(operator)).outside.map((one) => [one.class, one.rules]),
    [["audit", 1]],
  );
});

test("in a public body without any decision the keys of the audit's months end by its rule, and no call goes", async (t) => {
  const fixture = await openPrivacyFixture(t, "Europe/Stockholm", "public");
  fixture.time.now = new Date("2026-03-10T10:00:00Z");
  const ids = await fixture.store([
    { at: fixture.time.now, parties: [{ role: "calling", class: "phone", text: "0701740605" }] },
  ]);
  await search(fixture.as("dpo"), { text: "0701740605" });
  fixture.time.now = new Date("2026-06-15T10:00:00Z");
  const { coolingId } = await setAuditRetention(fixture.as("dpo"), { keptDays: 31, reason: REASON });
  await decideRetention(second(fixture), { changeId: coolingId ?? "", decision: "waive" });
  await purgeCompany(workOf(fixture));
  const { keyring } = fixture.installation;
  assert.deepEqual(await months(fixture), []);
  assert.deepEqual(
    (await dueSlices(keyring, fixture.time.now, fixture.companyId)).filter((slice) => slice.class === AUDIT_CLASS),
    [],
    "destroyed, not only refused",
  );
  const { hits } = await search(fixture.as("dpo"), { text: "0701740605" });
  assert.deepEqual(
    hits.map((hit) => hit.hitId),
    ids,
  );
});
