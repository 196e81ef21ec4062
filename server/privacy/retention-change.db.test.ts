import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import type { CompanyContext } from "../context.ts";
import { decideRetention } from "./decide-retention.ts";
import { openPrivacyFixture, type PrivacyFixture, setAtOnce } from "./privacy-fixture.ts";
import { setRetentionBound, showBounds } from "./retention-bounds.ts";
import { retentionTemplate } from "./retention-template.ts";
import { applyRules } from "./retention/apply-rules.ts";
import { reveal } from "./reveal.ts";
import { search } from "./search.ts";
import { previewRetention, setRetention } from "./set-retention.ts";
import { showRetention } from "./show-retention.ts";

// One installation for the tests that leave its bounds alone, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "+46701740605";
const phone = { role: "calling", class: "phone", text: NUMBER } as const;
const day = (text: string) => new Date(`${text}T08:00:00Z`);
const workOf = (fixture: PrivacyFixture) => ({ ...fixture.installation, company: fixture.as("reseller").company });

const LONGER = { changes: [{ product: "tid" as const, class: "phone" as const, keptDays: 60 }], reason: "longer" };

const ruleOf = async (ctx: CompanyContext, cls: string, product = "tid") =>
  (await showRetention(ctx)).rules.find((rule) => rule.class === cls && rule.product === product);

async function ask(fixture: PrivacyFixture): Promise<string> {
  const { changeId, state } = await setRetention(fixture.as("reseller"), LONGER);
  assert.equal(state, "waiting");
  return changeId ?? "";
}

test("a loosened rule holds only after somebody else of the company has said yes, and a decline leaves it as it was", async (t) => {
  const fixture = await house.beside(t);
  const reseller = fixture.as("reseller");
  const administrator = fixture.as("company-administrator", { accountId: randomUUID() });
  const declined = await ask(fixture);
  assert.equal((await ruleOf(reseller, "phone"))?.keptDays, 7);
  for (const who of [reseller, fixture.as("dpo"), fixture.as("supervisor")])
    await assert.rejects(decideRetention(who, { changeId: declined, decision: "approve" }), { code: "forbidden" });
  // The same person in two profiles: who asked never decides.
  const twice = fixture.as("company-administrator", { accountId: reseller.actor.accountId });
  await assert.rejects(decideRetention(twice, { changeId: declined, decision: "approve" }), { code: "forbidden" });
  await decideRetention(administrator, { changeId: declined, decision: "decline" });
  assert.equal((await ruleOf(reseller, "phone"))?.keptDays, 7);
  const approved = await ask(fixture);
  assert.deepEqual(await decideRetention(administrator, { changeId: approved, decision: "approve" }), {
    changeId: approved,
    state: "approved",
  });
  assert.equal((await ruleOf(reseller, "phone"))?.keptDays, 60);
  await assert.rejects(decideRetention(administrator, { changeId: approved, decision: "decline" }), {
    code: "conflict",
  });
  const { changes } = await showRetention(reseller);
  assert.deepEqual(changes.map((change) => change.state).toSorted(), ["approved", "declined"]);
});

test("what waits can be withdrawn by who asked, lapses after thirty days, and is overtaken by a later rule", async (t) => {
  const fixture = await house.beside(t);
  const reseller = fixture.as("reseller");
  const administrator = fixture.as("company-administrator", { accountId: randomUUID() });
  const first = await ask(fixture);
  const stranger = fixture.as("reseller", { accountId: randomUUID() });
  await assert.rejects(decideRetention(stranger, { changeId: first, decision: "withdraw" }), { code: "forbidden" });
  await decideRetention(reseller, { changeId: first, decision: "withdraw" });
  const second = await ask(fixture);
  const tighter = { changes: [{ product: "tid" as const, class: "phone" as const, keptDays: 3 }], reason: "tighter" };
  await setAtOnce(fixture, fixture.as("dpo"), tighter);
  await assert.rejects(decideRetention(administrator, { changeId: second, decision: "approve" }), { code: "conflict" });
  const third = await ask(fixture);
  fixture.time.now = new Date(fixture.time.now.getTime() + 31 * 86_400_000);
  await assert.rejects(decideRetention(administrator, { changeId: third, decision: "approve" }), { code: "conflict" });
  const states = new Map((await showRetention(administrator)).changes.map((change) => [change.id, change.state]));
  assert.deepEqual(
    [first, second, third].map((id) => states.get(id)),
    ["withdrawn", "replaced", "expired"],
  );
  assert.equal((await ruleOf(reseller, "phone"))?.keptDays, 3);
});

test("of several rules at once the tightened cool down and the loosened wait, and names stay unstored until approved", async (t) => {
  const fixture = await house.beside(t);
  const reseller = fixture.as("reseller");
  const { state, steps } = await setRetention(reseller, {
    changes: [
      { product: "pbx", class: "phone", keptDays: 30 },
      { product: "cc", class: "phone", keptDays: 200 },
      { product: "tid", class: "name", keptDays: 3 },
    ],
    reason: "as agreed",
  });
  assert.equal(state, "waiting");
  assert.deepEqual(
    steps.map((step) => step.direction),
    ["shorter", "longer", "longer"],
  );
  const { rules, changes } = await showRetention(reseller);
  const days = (product: string, cls: string) =>
    rules.find((rule) => rule.product === product && rule.class === cls)?.keptDays;
  assert.deepEqual([days("pbx", "phone"), days("cc", "phone")], [120, 120]);
  assert.equal((await ruleOf(reseller, "name"))?.stored, false);
  const asked = changes.find((change) => change.state === "waiting");
  assert.equal(asked?.rules.length, 2);
  assert.equal(changes.find((change) => change.state === "cooling")?.rules.length, 1);
  const administrator = fixture.as("company-administrator", { accountId: randomUUID() });
  await decideRetention(administrator, { changeId: asked?.id ?? "", decision: "approve" });
  assert.equal((await ruleOf(reseller, "name"))?.stored, true);
  assert.equal((await ruleOf(reseller, "phone", "pbx"))?.keptDays, 120, "the yes to one is no waiver of the other");
});

test("the operator's bounds refuse a rule with which bound and by whom, and those outside are shown", async (t) => {
  const fixture = await openPrivacyFixture(t);
  const operator = fixture.as("system-administrator", { name: "Siv Operator", resellerId: null, companyId: null });
  await assert.rejects(showBounds(fixture.as("reseller")), { code: "forbidden" });
  const bound = { class: "phone", shortestDays: 5, longestDays: 90, reason: "board decision 4" } as const;
  const { outside } = await setRetentionBound(operator, bound);
  assert.deepEqual(
    outside.map((one) => [one.slug, one.class, one.rules]),
    [["ekbacken", "phone", 3]],
  );
  const set = (keptDays: number | null) =>
    setRetention(fixture.as("reseller"), { changes: [{ product: "tid", class: "phone", keptDays }], reason: "try" });
  await assert.rejects(set(91), { code: "bad-input", message: /90 days at most \(set by Siv Operator/ });
  await assert.rejects(set(null), { code: "bad-input" });
  await assert.rejects(set(4), { code: "bad-input", message: /5 days at least/ });
  const shorter = { changes: [{ product: "tid" as const, class: "phone" as const, keptDays: 5 }], reason: "try" };
  await setAtOnce(fixture, fixture.as("reseller"), shorter);
  // A bound that came after the question holds for the answer too.
  const { changeId } = await set(60);
  await setRetentionBound(operator, { ...bound, longestDays: 30 });
  const administrator = fixture.as("company-administrator", { accountId: randomUUID() });
  await assert.rejects(decideRetention(administrator, { changeId: changeId ?? "", decision: "approve" }), {
    code: "bad-input",
  });
  assert.equal((await ruleOf(fixture.as("reseller"), "phone"))?.isOutside, false);
});

test("a template changes only what differs, keeps names unstored, and takes no rules from a company out of reach", async (t) => {
  const fixture = await house.beside(t);
  const reseller = fixture.as("reseller");
  assert.deepEqual(await retentionTemplate(reseller, {}), { changes: [] });
  const shorter = { changes: [{ product: "pbx" as const, class: "phone" as const, keptDays: 30 }], reason: "shorter" };
  await setAtOnce(fixture, reseller, shorter);
  assert.deepEqual(await retentionTemplate(reseller, {}), {
    changes: [{ product: "pbx", class: "phone", keptDays: 120, maskedAfterDays: null }],
  });
  assert.deepEqual(await retentionTemplate(reseller, { product: "cc" }), { changes: [] });
  await assert.rejects(retentionTemplate(reseller, { from: "elsewhere" }), { code: "not-found" });
});

test("a masked value is shown masked to everybody, cannot be revealed, is still found, and is not deleted by it", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([
    { at: day("2026-06-01"), parties: [phone] },
    { at: day("2026-06-14"), parties: [phone] },
  ]);
  const administrator = fixture.as("company-administrator");
  const open = fixture.as("company-administrator", {
    sight: { ...administrator.actor.sight, phone: "shown" },
  });
  const before = await search(open, { text: NUMBER });
  assert.ok(before.hits.every((hit) => hit.seen === "shown"));
  const mask = { product: "pbx", class: "phone", keptDays: 120, maskedAfterDays: 7 } as const;
  const preview = await previewRetention(fixture.as("dpo"), { changes: [mask] });
  assert.deepEqual([preview.valuesMasked, preview.valuesDestroyed, preview.valuesMoved], [1, 0, 0]);
  await setRetention(fixture.as("dpo"), { changes: [mask], reason: "not needed in clear" });
  const after = await search(open, { text: NUMBER });
  assert.deepEqual(
    after.hits.map((hit) => [hit.date.toISOString().slice(0, 10), hit.seen]),
    [
      ["2026-06-14", "shown"],
      ["2026-06-01", "masked"],
    ],
  );
  assert.ok(after.hits.every((hit) => !hit.seen.startsWith("masked") || !hit.number.includes("0605")));
  const old = after.hits[1]?.hitId ?? "";
  const asked = { hitId: old, role: "calling", class: "phone", purpose: "a complaint" } as const;
  await assert.rejects(reveal(fixture.as("dpo"), asked), { code: "expired" });
  await reveal(fixture.as("dpo"), { ...asked, hitId: after.hits[0]?.hitId ?? "" });
  // Showing it again is a loosening.
  const clear = { changes: [{ ...mask, maskedAfterDays: null }], reason: "in clear again" };
  await assert.rejects(setRetention(fixture.as("dpo"), clear), { code: "forbidden" });
  assert.equal((await setRetention(fixture.as("reseller"), clear)).state, "waiting");
});

test("a clean-up that is killed anywhere in a shortened rule ends with rows and keys gone and nothing counted twice", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store(["2026-04-01", "2026-05-20"].map((text) => ({ at: day(text), parties: [phone] })));
  const wanted = { changes: [{ product: "pbx" as const, class: "phone" as const, keptDays: 30 }], reason: "shorter" };
  const { valuesDestroyed } = await setAtOnce(fixture, fixture.as("reseller"), wanted);
  for (let steps = 1; steps < 40; steps++) {
    const work = workOf(fixture);
    const { keeper } = work.sql;
    if (keeper === undefined) throw new Error("the keeper's door is open in tests");
    let left = steps;
    const dying = new Proxy(keeper, {
      get: (target, key) => {
        const value = Reflect.get(target, key) as unknown;
        if (key !== "begin") return value;
        return (...given: unknown[]) => {
          if (--left < 0) throw new Error("killed");
          return (value as (...args: unknown[]) => unknown).apply(target, given);
        };
      },
    });
    const dead = await applyRules({ ...work, sql: { ...work.sql, keeper: dying } }).then(
      () => false,
      (error: Error) => error.message === "killed",
    );
    if (!dead) break;
  }
  await applyRules(workOf(fixture));
  const rows = await withCompany(fixture.db.data("owner"), fixture.companyId, (tx) => tx`select 1 from data.party`);
  assert.equal(rows.length, 1);
  const { went, applying } = await showRetention(fixture.as("reseller"));
  assert.equal(applying, null);
  assert.equal(
    went.reduce((sum, night) => sum + night.values, 0),
    valuesDestroyed,
  );
});
