import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { decideRetention } from "./decide-retention.ts";
import { openPrivacyFixture, type PrivacyFixture } from "./privacy-fixture.ts";
import { applyRules } from "./retention/apply-rules.ts";
import { purgeCompany } from "./retention/purge-company.ts";
import { search } from "./search.ts";
import { setRetention } from "./set-retention.ts";
import { showRetention } from "./show-retention.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "+46701740605";
const phone = { role: "calling", class: "phone", text: NUMBER } as const;
const day = (text: string) => new Date(`${text}T08:00:00Z`);
const workOf = (fixture: PrivacyFixture) => ({ ...fixture.installation, company: fixture.as("reseller").company });
const hitDays = async (fixture: PrivacyFixture) =>
  (await search(fixture.as("dpo"), { text: NUMBER })).hits.map((hit) => hit.date.toISOString().slice(0, 10));
const second = (fixture: PrivacyFixture) => fixture.as("company-administrator", { accountId: randomUUID() });
const SHORTER = { changes: [{ product: "pbx" as const, class: "phone" as const, keptDays: 30 }], reason: "shorter" };
/** The last moment of the cool-down of what is asked for on 15 June, and the first after it, in Stockholm. */
const [BEFORE, AFTER] = [new Date("2026-06-22T21:59:59Z"), new Date("2026-06-22T22:00:00Z")];

test("a shortened rule destroys nothing for seven whole days, then exactly what page and preview said of that day", async (t) => {
  const fixture = await house.beside(t);
  // The first ends by the old rule meanwhile; the second and third are past their new end on the day, the last is not.
  await fixture.store(
    ["2026-02-18", "2026-04-01", "2026-05-20", "2026-06-10"].map((text) => ({ at: day(text), parties: [phone] })),
  );
  const done = await setRetention(fixture.as("dpo"), SHORTER);
  assert.deepEqual([done.state, done.holdsOn, done.valuesDestroyed], ["cooling", "2026-06-23", 4]);
  const told = await showRetention(fixture.as("dpo"));
  const rule = told.rules.find((one) => one.product === "pbx" && one.class === "phone");
  assert.deepEqual([rule?.keptDays, rule?.cooling], [120, [{ keptDays: 30, holdsOn: "2026-06-23" }]]);
  const night = told.goes.find((one) => one.day === "2026-06-23");
  assert.deepEqual(night?.byProduct, [
    { product: "pbx", class: "phone", values: 2 },
    { product: "pbx", class: "raw", values: 2 },
  ]);
  assert.equal(told.changes[0]?.valuesGo, 4);
  assert.ok(done.goes.some((one) => one.day === "2026-06-23" && one.values === 4));
  fixture.time.now = BEFORE;
  await purgeCompany(workOf(fixture));
  assert.deepEqual(await hitDays(fixture), ["2026-06-10", "2026-05-20", "2026-04-01"], "the old rule holds meanwhile");
  const before = (await showRetention(fixture.as("dpo"))).went.reduce((sum, one) => sum + one.values, 0);
  fixture.time.now = AFTER;
  await purgeCompany(workOf(fixture));
  assert.deepEqual(await hitDays(fixture), ["2026-06-10"]);
  const after = await showRetention(fixture.as("dpo"));
  assert.equal(after.went.reduce((sum, one) => sum + one.values, 0) - before, done.valuesDestroyed);
  assert.equal(after.rules.find((one) => one.product === "pbx" && one.class === "phone")?.keptDays, 30);
  assert.deepEqual([after.changes[0]?.state, after.applying], ["held", null]);
  assert.deepEqual(await applyRules(workOf(fixture)), { destroyed: 0, moved: 0 });
});

test("masking what is about to be kept shorter is a tightening, holds at once, and calls nothing off", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store(["2026-05-20", "2026-06-10"].map((text) => ({ at: day(text), parties: [phone] })));
  await setRetention(fixture.as("dpo"), SHORTER);
  const rule = { product: "pbx", class: "phone" } as const;
  const days = { ...rule, keptDays: 120, maskedAfterDays: 5 };
  await assert.rejects(setRetention(fixture.as("dpo"), { changes: [days], reason: "More" }), { code: "forbidden" });
  const masked = { changes: [{ ...rule, maskedAfterDays: 5 }], reason: "Sooner" };
  assert.equal((await setRetention(fixture.as("dpo"), masked)).state, "set");
  // Masked later again is a loosening of that alone: the company's word for it leaves the shortening as it is.
  const later = { changes: [{ ...rule, maskedAfterDays: 9 }], reason: "Later" };
  await assert.rejects(setRetention(fixture.as("dpo"), later), { code: "forbidden" });
  const asked = await setRetention(fixture.as("reseller"), later);
  assert.equal(asked.state, "waiting");
  await decideRetention(second(fixture), { changeId: asked.changeId ?? "", decision: "approve" });
  const ruleNow = async () => {
    const { rules } = await showRetention(fixture.as("dpo"));
    const now = rules.find((one) => one.product === "pbx" && one.class === "phone");
    return [now?.keptDays, now?.maskedAfterDays, now?.cooling.length];
  };
  assert.deepEqual(await ruleNow(), [120, 9, 1]);
  fixture.time.now = AFTER;
  await purgeCompany(workOf(fixture));
  assert.deepEqual([await ruleNow(), await hitDays(fixture)], [[30, 9, 0], ["2026-06-10"]]);
});

test("until its day a shortening can be cancelled, by who asked or by the company, and leaves no trace in what is stored", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store(["2026-04-01", "2026-06-10"].map((text) => ({ at: day(text), parties: [phone] })));
  const first = await setRetention(fixture.as("dpo"), SHORTER);
  const stranger = fixture.as("reseller", { accountId: randomUUID() });
  const changeId = first.coolingId ?? "";
  await assert.rejects(decideRetention(stranger, { changeId, decision: "withdraw" }), { code: "forbidden" });
  fixture.time.now = BEFORE;
  assert.equal((await decideRetention(fixture.as("dpo"), { changeId, decision: "withdraw" })).state, "cancelled");
  const again = await setRetention(fixture.as("dpo"), SHORTER);
  await decideRetention(second(fixture), { changeId: again.coolingId ?? "", decision: "decline" });
  fixture.time.now = new Date("2026-07-05T10:00:00Z");
  await purgeCompany(workOf(fixture));
  assert.deepEqual(await hitDays(fixture), ["2026-06-10", "2026-04-01"]);
  await assert.rejects(decideRetention(second(fixture), { changeId, decision: "waive" }), { code: "conflict" });
});

test("only two persons skip the cool-down: who asked never, nor anybody from outside the company or without the password", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store(["2026-04-01", "2026-06-10"].map((text) => ({ at: day(text), parties: [phone] })));
  const asker = fixture.as("dpo");
  const { coolingId } = await setRetention(asker, SHORTER);
  const waive = { changeId: coolingId ?? "", decision: "waive" } as const;
  const both = fixture.as("company-administrator", { accountId: asker.actor.accountId });
  for (const who of [asker, both, fixture.as("reseller", { accountId: randomUUID() })])
    await assert.rejects(decideRetention(who, waive), { code: "forbidden" });
  const cold = fixture.as("company-administrator", { accountId: randomUUID(), steppedUpAt: null });
  await assert.rejects(decideRetention(cold, waive), { code: "step-up" });
  await assert.rejects(decideRetention(second(fixture), { ...waive, decision: "approve" }), { code: "conflict" });
  assert.equal((await decideRetention(second(fixture), waive)).state, "waived");
  await applyRules(workOf(fixture));
  assert.deepEqual(await hitDays(fixture), ["2026-06-10"]);
});

test("a change that shortens and loosens has both: the one cools down, the other waits, and neither undoes the other", async (t) => {
  const fixture = await house.beside(t);
  const reseller = fixture.as("reseller");
  const mask = { product: "pbx" as const, class: "phone" as const };
  const first = { changes: [{ ...mask, keptDays: 120, maskedAfterDays: 10 }], reason: "masked" };
  assert.equal((await setRetention(reseller, first)).state, "set", "masking destroys nothing and holds at once");
  const mixed = await setRetention(reseller, {
    changes: [{ ...mask, keptDays: 60, maskedAfterDays: 20 }],
    reason: "shorter, and longer in clear",
  });
  assert.ok(mixed.state === "waiting" && mixed.coolingId !== null && mixed.changeId !== null);
  const rule = async () => {
    const { rules } = await showRetention(reseller);
    const one = rules.find((each) => each.product === "pbx" && each.class === "phone");
    return [one?.keptDays, one?.maskedAfterDays];
  };
  assert.deepEqual(await rule(), [120, 10]);
  await decideRetention(second(fixture), { changeId: mixed.changeId, decision: "approve" });
  assert.deepEqual(await rule(), [120, 20]);
  fixture.time.now = AFTER;
  await applyRules(workOf(fixture));
  assert.deepEqual(await rule(), [60, 20]);
});

test("a reseller cannot undo a data protection officer's shortening by a later rule: more than it will leave needs the company", async (t) => {
  const fixture = await house.beside(t);
  await setRetention(fixture.as("dpo"), SHORTER);
  const reseller = fixture.as("reseller", { accountId: randomUUID() });
  const set = (keptDays: number) =>
    setRetention(reseller, { changes: [{ product: "pbx", class: "phone", keptDays }], reason: "other days" });
  const longer = await set(60);
  assert.deepEqual([longer.state, longer.coolingId], ["waiting", null]);
  const shorter = await set(20);
  assert.equal(shorter.state, "cooling");
  fixture.time.now = AFTER;
  await applyRules(workOf(fixture));
  const days = async () =>
    (await showRetention(reseller)).rules.find((one) => one.product === "pbx" && one.class === "phone")?.keptDays;
  assert.equal(await days(), 20);
  const rows = await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) => tx`select state, count(*)::int as n from data.retention_change group by 1 order by 1`,
  );
  assert.deepEqual(
    rows.map((row) => [row["state"], row["n"]]),
    [
      ["held", 2],
      ["replaced", 1],
    ],
  );
});

test("a rule switched off by two ends by itself after twelve months, and what is past its former end goes that night", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([{ at: day("2026-06-10"), parties: [phone] }]);
  const off = { product: "pbx" as const, class: "phone" as const, keptDays: null };
  const asked = await setRetention(fixture.as("reseller"), { changes: [off], reason: "a dispute" });
  assert.equal(asked.state, "waiting");
  await decideRetention(second(fixture), { changeId: asked.changeId ?? "", decision: "approve" });
  await applyRules(workOf(fixture));
  const shown = async () => {
    const { rules } = await showRetention(fixture.as("reseller"));
    const rule = rules.find((one) => one.product === "pbx" && one.class === "phone");
    return [rule?.keptDays, rule?.disabledUntil, rule?.formerDays];
  };
  assert.deepEqual(await shown(), [null, "2027-06-15", 120]);
  fixture.time.now = new Date("2027-06-10T10:00:00Z");
  assert.deepEqual(await hitDays(fixture), ["2026-06-10"], "it is kept meanwhile");
  const { goes } = await showRetention(fixture.as("reseller"));
  assert.ok(goes.some((night) => night.day === "2027-06-15" && night.byProduct.some((one) => one.class === "phone")));
  fixture.time.now = new Date("2027-06-14T22:00:00Z");
  assert.deepEqual(await hitDays(fixture), [], "refused from its last midnight on, before any clean-up has run");
  await purgeCompany(workOf(fixture));
  assert.deepEqual(await shown(), [120, null, null]);
});

test("a rule that is switched off is renewed by two persons, for twelve months from then", async (t) => {
  const fixture = await house.beside(t);
  const off = { product: "pbx" as const, class: "phone" as const, keptDays: null };
  const ask = async (renew: boolean) => {
    const asked = await setRetention(fixture.as("reseller"), { changes: [{ ...off, renew }], reason: "a dispute" });
    if (asked.changeId !== null)
      await decideRetention(second(fixture), { changeId: asked.changeId, decision: "approve" });
    return asked.state;
  };
  await ask(false);
  fixture.time.now = new Date("2027-05-20T10:00:00Z");
  assert.equal(await ask(false), "set", "saying the same again renews nothing");
  assert.equal(await ask(true), "waiting");
  const rule = (await showRetention(fixture.as("reseller"))).rules.find(
    (one) => one.product === "pbx" && one.class === "phone",
  );
  assert.deepEqual([rule?.keptDays, rule?.disabledUntil, rule?.formerDays], [null, "2028-05-20", 120]);
});
