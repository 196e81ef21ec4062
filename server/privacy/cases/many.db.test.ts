import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { multiply } from "../export/many-calls-fixture.ts";
import { fetchExport, issueExportLink } from "../fetch-export.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { requestExport } from "../request-export.ts";
import { reveal } from "../reveal.ts";
import { runExport } from "../run-export.ts";
import { search } from "../search.ts";
import { addHold, restrictCalls } from "./add-case.ts";
import { cancelCase, liftCase } from "./change-case.ts";
import { correctCall } from "./correct-call.ts";
import { listCases } from "./list-cases.ts";
import { restrictPerson } from "./restrict-person.ts";
import { settleCase } from "./settle-case.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "0701740605";
const OTHER = "0701740606";
/** More than are carried before the answer, and no whole number of batches. */
const MORE = 949;
const WORDS = { name: "Request 7", reason: "The person says that it is wrong" };
const workOf = (fixture: PrivacyFixture) => ({ ...fixture.installation, company: fixture.as("reseller").company });

async function manyCalls(fixture: PrivacyFixture, product: "pbx" | "tid" = "pbx"): Promise<void> {
  await fixture.store([
    {
      at: new Date("2026-06-10T08:00:00Z"),
      product,
      parties: [
        { role: "calling", class: "phone", text: NUMBER },
        { role: "called", class: "phone", text: OTHER },
      ],
    },
  ]);
  await multiply(fixture, MORE);
}

/** A worker that dies before its `nth` batch. */
function dyingAt(nth: number): AbortSignal {
  let left = nth;
  const { signal } = new AbortController();
  signal.throwIfAborted = () => {
    if (--left === 0) throw new Error("killed");
  };
  return signal;
}

async function progress(fixture: PrivacyFixture, caseId: string) {
  const { cases } = await listCases(fixture.as("dpo"), {});
  const found = cases.find((one) => one.caseId === caseId);
  return [found?.state, found?.callsDone, found?.calls];
}

async function audited(fixture: PrivacyFixture, action: string): Promise<number> {
  const rows = await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) => tx`select 1 from data.audit where action = ${action}`,
  );
  return rows.length;
}

test("a thousand restricted calls are used by nobody from the answer on, carried by a job that outlives a kill, and audited once", async (t) => {
  const fixture = await house.beside(t);
  await manyCalls(fixture);
  const ctx = fixture.as("company-administrator");
  const before = await freezeSelection(ctx, { text: OTHER });
  const [hit] = (await search(ctx, { text: NUMBER })).hits;
  await fixture.store([
    {
      at: new Date("2026-06-12T08:00:00Z"),
      product: "tid",
      parties: [{ role: "called", class: "phone", text: OTHER }],
    },
  ]);
  const { selectionId, rows } = await freezeSelection(fixture.as("dpo"), { text: NUMBER });
  assert.equal(rows, MORE + 1);
  const asked = { selectionId, ...WORDS, ground: "claim", endsOn: "2026-12-31" } as const;
  const made = await restrictCalls(fixture.as("dpo"), asked);
  assert.deepEqual([made.state, made.calls], ["making", MORE + 1]);
  assert.deepEqual(await progress(fixture, made.caseId), ["making", 0, MORE + 1]);
  // None is carried yet, and none is used: neither found nor counted, by no choice, and in no selection.
  const gone = await search(ctx, { text: NUMBER });
  assert.deepEqual([gone.hits, gone.next, gone.counts?.total, gone.counts?.bySource], [[], null, 0, []]);
  assert.deepEqual(gone.restricted, { calls: MORE + 1, shown: false });
  for (const sort of [
    { by: "date", direction: "asc" },
    { by: "duration", direction: "desc" },
  ] as const) {
    const left = await search(ctx, { text: OTHER, sort });
    assert.deepEqual([left.hits.length, left.restricted.calls], [1, MORE + 1]);
    assert.deepEqual([left.counts?.total, left.counts?.byRole, left.counts?.byProduct], [1, { called: 1 }, { tid: 1 }]);
  }
  const chosen = await freezeSelection(ctx, { text: OTHER });
  assert.deepEqual([chosen.rows, chosen.leftOut], [1, MORE + 1]);
  await assert.rejects(freezeSelection(ctx, { text: NUMBER }), { code: "conflict" });
  const reader = fixture.as("dpo");
  const seen = await search(reader, { text: NUMBER, restrictedPurpose: "The person asks for it" });
  assert.deepEqual([seen.counts?.total, seen.restricted.shown], [MORE + 1, true]);
  const value = { hitId: hit?.hitId ?? "", role: "calling", class: "phone", purpose: "Curious" } as const;
  await assert.rejects(reveal(ctx, value), { code: "forbidden" });
  const { exportId } = await requestExport(ctx, { selectionId: before.selectionId, format: "csv-exact" });
  await runExport(workOf(fixture), exportId);
  const link = await issueExportLink(ctx, { exportId });
  const file = (await buffer((await fetchExport(ctx, { exportId, token: link.token })).stream)).toString();
  assert.equal(file.includes("701740606"), false);
  await assert.rejects(settleCase(workOf(fixture), made.caseId, { signal: dyingAt(4) }), { message: "killed" });
  const [state, done] = await progress(fixture, made.caseId);
  assert.equal(state, "making");
  assert.ok(typeof done === "number" && done > 0 && done < MORE, `${done} carried`);
  await settleCase({ ...(await fixture.reopen()), company: workOf(fixture).company }, made.caseId);
  await settleCase(workOf(fixture), made.caseId);
  assert.deepEqual(await progress(fixture, made.caseId), ["active", MORE + 1, MORE + 1]);
  const after = await search(ctx, { text: NUMBER });
  assert.deepEqual([after.hits.length, after.restricted.calls], [0, MORE + 1]);
  assert.deepEqual([await audited(fixture, "restriction.add"), await audited(fixture, "case.made")], [1, 1]);
});

test("a hold that is cancelled while its job runs gives back what was carried, and the job stops", async (t) => {
  const fixture = await house.beside(t);
  await manyCalls(fixture);
  const dpo = fixture.as("dpo");
  const { selectionId } = await freezeSelection(dpo, { text: NUMBER });
  const made = await addHold(dpo, { selectionId, ...WORDS, ground: "legal-claim", endsOn: "2026-12-31" });
  const [hit] = (await search(dpo, { text: NUMBER })).hits;
  const wish = {
    what: "direction",
    hitId: hit?.hitId ?? "",
    reason: "The exchange told it wrongly",
    direction: "out",
  } as const;
  await assert.rejects(correctCall(dpo, wish), { code: "conflict" }, "evidence that waits for its job stays as it is");
  const asked = { caseId: made.caseId, reason: "The wrong selection" };
  await assert.rejects(cancelCase(fixture.as("dpo", { steppedUpAt: null }), asked), { code: "step-up" });
  // Somebody cancels before the third of five batches, and the job comes to its next one by itself.
  let batches = 0;
  let cancelling: Promise<unknown> | undefined;
  const { signal } = new AbortController();
  signal.throwIfAborted = () => {
    if (++batches === 4) cancelling = cancelCase(dpo, asked);
  };
  await settleCase(workOf(fixture), made.caseId, { signal });
  await cancelling;
  const [state, done] = await progress(fixture, made.caseId);
  assert.equal(state, "lifting", "the job has not made a case of what was cancelled");
  assert.ok(typeof done === "number" && done > 0 && done < MORE, `${done} carried`);
  await settleCase(workOf(fixture), made.caseId);
  await assert.rejects(cancelCase(dpo, asked), { code: "conflict" });
  const { cases } = await listCases(dpo, { ended: true });
  assert.deepEqual(
    cases.map((one) => [one.state, one.endReason]),
    [["ended", "The wrong selection"]],
  );
  const { hits, counts } = await search(dpo, { text: NUMBER });
  assert.deepEqual([counts?.total, hits[0]?.kept, hits[0]?.erasedOn], [MORE + 1, null, "2026-10-09"]);
  assert.equal(await audited(fixture, "case.cancel"), 1);
});

test("of many calls those that end tomorrow are safe before the answer, and a whole person is restricted at once and carried by the job", async (t) => {
  const fixture = await house.beside(t);
  await manyCalls(fixture, "tid");
  fixture.time.now = new Date("2026-06-16T10:00:00Z");
  const dpo = fixture.as("dpo");
  const { selectionId } = await freezeSelection(dpo, { text: NUMBER });
  const made = await addHold(dpo, { selectionId, ...WORDS, ground: "legal-claim", endsOn: "2026-12-31" });
  assert.deepEqual(await progress(fixture, made.caseId), ["making", MORE + 1, MORE + 1]);
  await settleCase(workOf(fixture), made.caseId);
  await liftCase(dpo, { caseId: made.caseId, reason: "Settled" });
  await settleCase(workOf(fixture), made.caseId);
  await fixture.store([{ at: fixture.time.now, parties: [{ role: "calling", class: "phone", text: OTHER }] }]);
  await multiply(fixture, 600);
  fixture.time.now = new Date("2026-06-17T10:00:00Z");
  const person = { text: OTHER, ...WORDS, ground: "claim", endsOn: "2026-12-31" } as const;
  const marked = await restrictPerson(dpo, person);
  assert.deepEqual([marked.known, marked.state], [true, "making"]);
  assert.equal((await search(fixture.as("company-administrator"), { text: OTHER })).hits.length, 0);
  await settleCase(workOf(fixture), marked.caseId);
  assert.deepEqual(await progress(fixture, marked.caseId), ["active", MORE + 602, MORE + 602]);
});
