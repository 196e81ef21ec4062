import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { liveSlices } from "../../keyring/index.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { openPrivacyFixture, type PrivacyFixture, setAtOnce } from "../privacy-fixture.ts";
import { applyRules } from "../retention/apply-rules.ts";
import { purgeCompany } from "../retention/purge-company.ts";
import { search } from "../search.ts";
import { addHold } from "./add-case.ts";
import { liftCase, renewCase } from "./change-case.ts";
import { listCases } from "./list-cases.ts";
import { rawLines } from "./raw-fixture.ts";
import { settleCase } from "./settle-case.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "0701740605";
const OTHER = "0701740606";
const calling = (text: string) => ({ role: "calling", class: "phone", text }) as const;
const workOf = (fixture: PrivacyFixture) => ({ ...fixture.installation, company: fixture.as("reseller").company });
const at = (text: string) => new Date(`${text}T08:00:00Z`);
const WORDS = { name: "Dispute of June", ground: "legal-claim", reason: "A claim is being prepared" } as const;

const days = async (fixture: PrivacyFixture, text = NUMBER) =>
  (await search(fixture.as("dpo"), { text })).hits.map((hit) => hit.date.toISOString().slice(0, 10));

async function hold(fixture: PrivacyFixture, endsOn: string, text = NUMBER) {
  const ctx = fixture.as("dpo");
  const { selectionId } = await freezeSelection(ctx, { text });
  return await addHold(ctx, { selectionId, ...WORDS, endsOn });
}

async function rows(fixture: PrivacyFixture): Promise<number> {
  const [row] = await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) => tx`select count(*)::int as n from data.party`,
  );
  return row?.["n"] as number;
}

const tid = (day: string, text = NUMBER) =>
  ({ at: at(day), product: "tid", kind: "callback", parties: [{ ...calling(text), role: "caller" }] }) as const;

test("a held call outlives its rule with everybody in it, and everything else of that day goes", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([
    {
      ...tid("2026-06-10"),
      parties: [
        { ...calling(NUMBER), role: "caller" },
        { ...calling(OTHER), role: "called" },
      ],
    },
    tid("2026-06-10", OTHER),
  ]);
  const made = await hold(fixture, "2026-12-31");
  assert.deepEqual([made.state, made.calls, made.missed], ["active", 1, 0]);
  const { hits } = await search(fixture.as("dpo"), { text: NUMBER });
  assert.deepEqual([hits[0]?.erasedOn, hits[0]?.kept], ["2027-01-01", { kind: "hold", name: WORDS.name }]);
  fixture.time.now = new Date("2026-06-20T10:00:00Z");
  await purgeCompany(workOf(fixture));
  assert.deepEqual(await days(fixture), ["2026-06-10"]);
  const other = await search(fixture.as("dpo"), { text: OTHER });
  assert.equal(other.hits.length, 1, "of the other person only the held call is left");
  assert.equal(other.hits[0]?.otherParties.length, 1);
});

test("a hold made in the last second before midnight keeps, and one made a second later says that it came too late", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([tid("2026-06-10"), tid("2026-06-11", OTHER)]);
  const ctx = fixture.as("dpo");
  fixture.time.now = new Date("2026-06-17T21:59:59Z");
  const { selectionId } = await freezeSelection(ctx, { text: NUMBER });
  const made = await addHold(ctx, { selectionId, ...WORDS, endsOn: "2026-07-31" });
  assert.deepEqual([made.calls, made.missed], [1, 0]);
  fixture.time.now = new Date("2026-06-17T22:00:00Z");
  await purgeCompany(workOf(fixture));
  assert.deepEqual(await days(fixture), ["2026-06-10"]);
  fixture.time.now = new Date("2026-06-18T21:59:59Z");
  const late = await freezeSelection(ctx, { text: OTHER });
  fixture.time.now = new Date("2026-06-18T22:00:00Z");
  const missed = await addHold(ctx, { selectionId: late.selectionId, ...WORDS, endsOn: "2026-07-31" });
  assert.deepEqual([missed.calls, missed.missed], [0, 1]);
});

test("a hold that ended yesterday, or would last longer than three years, is refused with a sentence", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([tid("2026-06-10")]);
  const ctx = fixture.as("dpo");
  const { selectionId } = await freezeSelection(ctx, { text: NUMBER });
  for (const endsOn of ["2026-06-14", "2029-06-16"])
    await assert.rejects(addHold(ctx, { selectionId, ...WORDS, endsOn }), { code: "bad-input" });
  assert.equal((await addHold(ctx, { selectionId, ...WORDS, endsOn: "2029-06-15" })).calls, 1);
});

test("a shortened rule does not reach what is held, and reaches it when the hold is lifted", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([{ at: at("2026-05-20"), parties: [calling(NUMBER)] }]);
  const made = await hold(fixture, "2026-12-31");
  const change = { product: "pbx", class: "phone", keptDays: 10 } as const;
  await setAtOnce(fixture, fixture.as("dpo"), { changes: [change], reason: "Shorter" });
  await applyRules(workOf(fixture));
  assert.deepEqual(await days(fixture), ["2026-05-20"]);
  assert.deepEqual(await applyRules(workOf(fixture)), { destroyed: 0, moved: 0 }, "no rule asks for it again");
  await liftCase(fixture.as("dpo"), { caseId: made.caseId, reason: "The claim is settled" });
  await settleCase(workOf(fixture), made.caseId);
  assert.deepEqual([await days(fixture), await rows(fixture)], [[], 0]);
  const { cases } = await listCases(fixture.as("dpo"), { ended: true });
  assert.deepEqual(
    cases.map((one) => [one.state, one.endedBy]),
    [["ended", "Test"]],
  );
});

test("a lifted hold gives back what its rule still keeps, with the rule's end", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([{ at: at("2026-06-10"), parties: [calling(NUMBER)] }]);
  const made = await hold(fixture, "2027-06-01");
  await liftCase(fixture.as("dpo"), { caseId: made.caseId, reason: "Made by mistake" });
  await settleCase(workOf(fixture), made.caseId);
  const { hits } = await search(fixture.as("dpo"), { text: NUMBER });
  assert.deepEqual([hits[0]?.erasedOn, hits[0]?.kept], ["2026-10-09", null]);
  const living = await liveSlices(fixture.installation.keyring, fixture.companyId, { classes: [1] });
  assert.equal(living.filter((slice) => slice.ofCase === true).length, 0);
});

test("a hold ends by itself after its last day: what it kept beyond its rule goes that night", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([tid("2026-06-10"), { at: at("2026-06-10"), parties: [calling(NUMBER)] }]);
  await hold(fixture, "2026-07-31");
  fixture.time.now = new Date("2026-07-31T21:59:59Z");
  await purgeCompany(workOf(fixture));
  assert.equal((await days(fixture)).length, 2);
  fixture.time.now = new Date("2026-07-31T22:00:00Z");
  assert.equal((await days(fixture)).length, 1, "refused from midnight on, whether or not a sweep has run");
  await purgeCompany(workOf(fixture));
  const { hits } = await search(fixture.as("dpo"), { text: NUMBER });
  assert.deepEqual(
    hits.map((hit) => [hit.product, hit.erasedOn, hit.kept]),
    [["pbx", "2026-10-09", null]],
    "the other follows its rule again",
  );
  assert.equal((await listCases(fixture.as("dpo"), { ended: true })).cases[0]?.endedBy, null);
});

test("a renewed hold keeps until its new last day", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([tid("2026-06-10")]);
  const made = await hold(fixture, "2026-07-31");
  await renewCase(fixture.as("dpo"), { caseId: made.caseId, endsOn: "2027-03-31", reason: "Still in court" });
  await settleCase(workOf(fixture), made.caseId);
  fixture.time.now = new Date("2027-03-31T20:00:00Z");
  await purgeCompany(workOf(fixture));
  assert.deepEqual(await days(fixture), ["2026-06-10"]);
  await assert.rejects(
    renewCase(fixture.as("dpo"), { caseId: made.caseId, endsOn: "2031-03-31", reason: "For ever" }),
    { code: "bad-input" },
  );
});

test("a call that two holds want outlives the first of them that is lifted", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([tid("2026-06-10")]);
  const first = await hold(fixture, "2026-12-31");
  const second = await hold(fixture, "2026-09-30");
  fixture.time.now = new Date("2026-06-25T10:00:00Z");
  await liftCase(fixture.as("dpo"), { caseId: first.caseId, reason: "Settled" });
  await settleCase(workOf(fixture), first.caseId);
  const { hits } = await search(fixture.as("dpo"), { text: NUMBER });
  assert.deepEqual(
    hits.map((hit) => hit.erasedOn),
    ["2026-10-01"],
  );
  await liftCase(fixture.as("dpo"), { caseId: second.caseId, reason: "Settled too" });
  await settleCase(workOf(fixture), second.caseId);
  assert.deepEqual([await days(fixture), await rows(fixture)], [[], 0]);
});

test("a renewed hold outlives another on the same call that had kept it longer, with its raw", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([tid("2026-06-10"), tid("2026-06-11", OTHER)]);
  const renew = async ({ caseId }: { readonly caseId: string }, endsOn: string) => {
    await renewCase(fixture.as("dpo"), { caseId, endsOn, reason: "Still in court" });
    await settleCase(workOf(fixture), caseId);
  };
  await hold(fixture, "2026-07-31");
  await renew(await hold(fixture, "2026-07-15"), "2026-09-30");
  // The other way round: the longer one took the call over, and the first is renewed beyond it.
  const taken = await hold(fixture, "2026-07-15", OTHER);
  await hold(fixture, "2026-07-31", OTHER);
  await renew(taken, "2026-09-30");
  for (const moment of ["2026-08-01T10:00:00Z", "2026-09-30T21:59:59Z"]) {
    fixture.time.now = new Date(moment);
    await purgeCompany(workOf(fixture));
    assert.deepEqual([await days(fixture), await days(fixture, OTHER)], [["2026-06-10"], ["2026-06-11"]], moment);
    assert.equal((await rawLines(fixture)).length, 2, moment);
  }
  fixture.time.now = new Date("2026-09-30T22:00:00Z");
  await purgeCompany(workOf(fixture));
  assert.deepEqual([await days(fixture), await days(fixture, OTHER)], [[], []]);
  assert.deepEqual(await rawLines(fixture), []);
});

test("holds on one call that end in the same night all end, and the clean-up of the night goes on", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([{ at: at("2026-06-10"), parties: [calling(NUMBER)] }]);
  for (const endsOn of ["2026-07-31", "2026-07-30", "2026-07-31"]) {
    fixture.time.now = new Date(fixture.time.now.getTime() + 60_000);
    await hold(fixture, endsOn);
  }
  const change = { product: "pbx", class: "phone", keptDays: 10 } as const;
  await setAtOnce(fixture, fixture.as("dpo"), { changes: [change], reason: "Shorter" });
  fixture.time.now = new Date("2026-08-01T10:00:00Z");
  await purgeCompany(workOf(fixture));
  assert.deepEqual([await days(fixture), await rows(fixture)], [[], 0]);
  assert.equal((await listCases(fixture.as("dpo"), { ended: true })).cases.length, 3);
});

test("the facts of a held call outlive the rule of facts", async (t) => {
  const fixture = await house.beside(t);
  fixture.time.now = new Date(Date.now() - 40 * 86_400_000);
  await fixture.store([
    { at: fixture.time.now, parties: [calling(NUMBER)] },
    { at: fixture.time.now, parties: [calling(OTHER)] },
  ]);
  const inAYear = new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 10);
  await hold(fixture, inAYear);
  fixture.time.now = new Date();
  const change = { product: "pbx", class: "call", keptDays: 10 } as const;
  await setAtOnce(fixture, fixture.as("dpo"), { changes: [change], reason: "Shorter" });
  await purgeCompany(workOf(fixture));
  const facts = await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) => tx`select 1 from data.call_record`,
  );
  assert.equal(facts.length, 1);
});

test("who may only look at cases makes and lifts none", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([tid("2026-06-10")]);
  const made = await hold(fixture, "2026-12-31");
  for (const profile of ["reseller", "system-administrator", "supervisor", "end-user"] as const) {
    await assert.rejects(listCases(fixture.as(profile), {}), { code: "forbidden" });
    await assert.rejects(liftCase(fixture.as(profile), { caseId: made.caseId, reason: "Whatever" }), {
      code: "forbidden",
    });
  }
  const cold = fixture.as("dpo", { steppedUpAt: null });
  await assert.rejects(liftCase(cold, { caseId: made.caseId, reason: "Whatever" }), { code: "step-up" });
});
