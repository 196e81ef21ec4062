import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { restrictCalls } from "../cases/add-case.ts";
import { restrictPerson } from "../cases/restrict-person.ts";
import { dying } from "../cases/trapped-fixture.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { tidyUp } from "../tidy-up.ts";
import { endPattern, listPatterns } from "./list-patterns.ts";
import { readSelected } from "./read-selected.ts";
import { requestPattern } from "./request-pattern.ts";
import { runPatternSearch } from "./run-pattern-search.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const workOf = (fixture: PrivacyFixture) => ({ ...fixture.installation, company: fixture.as("reseller").company });
const PERIOD = { from: "2026-06-01", to: "2026-06-15", purpose: "A fault report without the whole number" };
const call = (day: string, text: string) => ({
  at: new Date(`${day}T08:00:00Z`),
  parties: [
    { role: "calling", class: "phone", text },
    { role: "called", class: "phone", text: "0701740699" },
  ] as const,
});

async function find(fixture: PrivacyFixture, pattern: string, period = PERIOD) {
  const ctx = fixture.as("dpo");
  const { patternId } = await requestPattern(ctx, { pattern, ...period });
  await runPatternSearch(workOf(fixture), patternId);
  const view = (await listPatterns(ctx)).find((one) => one.patternId === patternId);
  const selectionId = view?.selectionId ?? null;
  const page = selectionId === null ? null : await readSelected(ctx, { selectionId });
  return { patternId, view, page };
}

test("a pattern finds the calls of everybody it matches in the period, and nobody else's", async (t) => {
  const fixture = await house.beside(t);
  const ids = await fixture.store([
    call("2026-06-10", "0701740605"),
    call("2026-06-11", "0701740611"),
    call("2026-06-12", "08-46500405"),
    call("2026-05-12", "0701740605"),
  ]);
  const { view, page } = await find(fixture, "070-17406?5");
  assert.deepEqual(
    [view?.state, view?.calls, view?.subjectsDone, view?.limited],
    ["ready", 1, view?.subjectsTotal, false],
  );
  assert.deepEqual(
    page?.hits.map((hit) => [hit.hitId, hit.role, hit.otherParties.length]),
    [[ids[0], "calling", 1]],
  );
  assert.deepEqual(
    (await find(fixture, "0*05")).page?.hits.map((hit) => hit.hitId),
    [ids[2], ids[0]],
  );
  const wide = { ...PERIOD, from: "2026-05-01" };
  assert.deepEqual(
    (await find(fixture, "+4670174061*", wide)).page?.hits.map((hit) => hit.hitId),
    [ids[1]],
  );
  const nobody = await find(fixture, "0999*");
  assert.deepEqual([nobody.view?.calls, nobody.view?.selectionId], [0, null]);
});

test("restricted people are not found by a pattern either, and are counted", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([call("2026-06-10", "0701740605"), call("2026-06-11", "0701740606")]);
  const words = { name: "Request", reason: "It is contested", ground: "accuracy", endsOn: "2026-09-30" } as const;
  await restrictPerson(fixture.as("dpo"), { text: "0701740605", ...words });
  const { view, page } = await find(fixture, "07017406*");
  assert.deepEqual([view?.calls, view?.leftOut], [2, 1], "the person called stands in both calls");
  assert.equal(
    page?.hits.some((hit) => [hit.number, ...hit.otherParties.map((one) => one.number)].join().includes("605")),
    false,
  );
});

test("calls that a restriction is about to carry are found by no pattern", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([call("2026-06-10", "0701740605"), call("2026-06-11", "0701740606")]);
  const dpo = fixture.as("dpo");
  const { selectionId } = await freezeSelection(dpo, { text: "0701740605" });
  const words = { name: "Request", reason: "It is contested", ground: "accuracy", endsOn: "2026-09-30" } as const;
  // Its process dies when it has been opened: the job that carries the call is still to come.
  const asked = restrictCalls(dying(dpo, "raise_fence", 2), { selectionId, ...words });
  await assert.rejects(asked, { message: "killed" });
  const { view, page } = await find(fixture, "07017406*");
  assert.deepEqual([view?.calls, view?.leftOut, page?.hits.length], [1, 1, 1]);
});

test("nothing of a pattern stands open in a table, and all of it is gone after two days", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([call("2026-06-10", "0701740605")]);
  const { view } = await find(fixture, "070-174060?");
  const look = () =>
    withCompany(
      fixture.db.data("owner"),
      fixture.companyId,
      (tx) => tx`select to_jsonb(p)::text as text from data.pattern_search p
        union all select to_jsonb(a)::text from data.audit a where a.action like 'data.pattern%'
        union all select to_jsonb(s)::text from data.selection s`,
    );
  assert.equal((await look()).length, 4);
  for (const row of await look()) assert.equal(/174060/.test(row["text"] as string), false);
  fixture.time.now = new Date("2026-06-17T10:00:01Z");
  await tidyUp(fixture.installation);
  assert.deepEqual(await listPatterns(fixture.as("dpo")), []);
  const { selectionId } = view ?? {};
  await assert.rejects(readSelected(fixture.as("dpo"), { selectionId: selectionId ?? "" }), { code: "gone" });
});

test("a search that is cancelled leaves nothing, and one that was killed finds everything when it is begun anew", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([call("2026-06-10", "0701740605")]);
  const ctx = fixture.as("dpo");
  const { patternId } = await requestPattern(ctx, { pattern: "07017406*", ...PERIOD });
  const killed = AbortSignal.abort(new Error("killed"));
  await assert.rejects(runPatternSearch(workOf(fixture), patternId, killed), { message: "killed" });
  await runPatternSearch(workOf(fixture), patternId);
  assert.equal((await listPatterns(ctx))[0]?.calls, 1);
  const second = await requestPattern(ctx, { pattern: "07017406*", ...PERIOD });
  await endPattern(ctx, second);
  await runPatternSearch(workOf(fixture), second.patternId);
  const ended = (await listPatterns(ctx)).find((one) => one.patternId === second.patternId);
  assert.equal(ended?.state, "cancelled");
  const selections = await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) => tx`select 1 from data.selection`,
  );
  assert.equal(selections.length, 1);
});

test("a pattern asks for a right, a password and a purpose, and nobody reads another person's", async (t) => {
  const fixture = await house.beside(t);
  const asked = { pattern: "07017406*", ...PERIOD };
  for (const profile of ["reseller", "system-administrator", "supervisor"] as const)
    await assert.rejects(requestPattern(fixture.as(profile), asked), { code: "forbidden" });
  await assert.rejects(requestPattern(fixture.as("dpo", { steppedUpAt: null }), asked), { code: "step-up" });
  await assert.rejects(requestPattern(fixture.as("dpo"), { ...asked, purpose: "About 0701740605" }), {
    code: "bad-input",
  });
  await fixture.store([call("2026-06-10", "0701740605")]);
  const { view, patternId } = await find(fixture, "07017406*");
  const stranger = fixture.as("dpo", { accountId: "00000000-0000-4000-8000-000000000009" });
  await assert.rejects(readSelected(stranger, { selectionId: view?.selectionId ?? "" }), { code: "gone" });
  await assert.rejects(endPattern(stranger, { patternId }), { code: "not-found" });
});
