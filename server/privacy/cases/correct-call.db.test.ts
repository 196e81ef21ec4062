import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { findSubjects } from "../../keyring/index.ts";
import { fetchExport, issueExportLink } from "../fetch-export.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { requestExport } from "../request-export.ts";
import { runExport } from "../run-export.ts";
import { search } from "../search.ts";
import { addHold } from "./add-case.ts";
import { correctCall } from "./correct-call.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const WRONG = "0701740605";
const RIGHT = "0701740606";
const REASON = "The exchange swapped two digits";
const workOf = (fixture: PrivacyFixture) => ({ ...fixture.installation, company: fixture.as("reseller").company });
const call = (day: string, text = WRONG) => ({
  at: new Date(`${day}T08:00:00Z`),
  extension: "3000",
  parties: [{ role: "calling", class: "phone", text }] as const,
});
const found = async (fixture: PrivacyFixture, text: string) =>
  (await search(fixture.as("dpo"), { text, tiers: ["exact"] })).hits;

test("a corrected number is found as what it is and not as what it was, with the day of the correction", async (t) => {
  const fixture = await house.beside(t);
  const [hitId, other] = await fixture.store([call("2026-06-10"), call("2026-06-11")]);
  const asked = { what: "identifier", hitId: hitId ?? "", role: "calling", class: "phone", reason: REASON } as const;
  await correctCall(fixture.as("dpo"), { ...asked, text: RIGHT });
  assert.deepEqual(
    (await found(fixture, WRONG)).map((hit) => hit.hitId),
    [other],
  );
  assert.deepEqual(
    (await found(fixture, RIGHT)).map((hit) => [hit.hitId, hit.correctedOn, hit.erasedOn]),
    [[hitId, "2026-06-15", "2026-10-09"]],
  );
  await correctCall(fixture.as("dpo"), { ...asked, text: RIGHT });
  assert.equal((await found(fixture, RIGHT)).length, 1, "what is typed as it stands is told from nothing else");
  await assert.rejects(correctCall(fixture.as("dpo"), { ...asked, text: "not a number" }), { code: "bad-input" });
  await assert.rejects(correctCall(fixture.as("supervisor"), { ...asked, text: WRONG }), { code: "forbidden" });
  await assert.rejects(correctCall(fixture.as("dpo", { steppedUpAt: null }), { ...asked, text: WRONG }), {
    code: "step-up",
  });
});

test("a wrong identifier that stood in that call alone leaves the keyring, and one in other calls stays until they end", async (t) => {
  const fixture = await house.beside(t);
  const [first, second] = await fixture.store([call("2026-06-10"), call("2026-05-01")]);
  const subjects = () =>
    findSubjects(fixture.installation.keyring, fixture.companyId, { class: 1, canonical: "+46701740605" });
  const asked = { what: "identifier", role: "calling", class: "phone", text: RIGHT, reason: REASON } as const;
  await correctCall(fixture.as("dpo"), { ...asked, hitId: first ?? "" });
  assert.equal((await subjects()).length, 1);
  await correctCall(fixture.as("dpo"), { ...asked, hitId: second ?? "" });
  fixture.time.now = new Date("2026-06-17T10:00:00Z");
  assert.deepEqual(await subjects(), []);
});

test("neither the number that was wrong nor the right one stands in the audit or beside the correction", async (t) => {
  const fixture = await house.beside(t);
  const [hitId] = await fixture.store([call("2026-06-10")]);
  await correctCall(fixture.as("dpo"), {
    what: "identifier",
    hitId: hitId ?? "",
    role: "calling",
    class: "phone",
    text: RIGHT,
    reason: `It was never ${WRONG}`,
  });
  const rows = await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) =>
      tx`select to_jsonb(k)::text as text from data.correction k union all select to_jsonb(a)::text from data.audit a where a.action = 'data.correct'`,
  );
  assert.equal(rows.length, 2);
  for (const row of rows) assert.equal(/174060[56]/.test(row["text"] as string), false);
});

test("a wrong direction and a wrong extension are put right, and an export says when", async (t) => {
  const fixture = await house.beside(t);
  const [hitId] = await fixture.store([call("2026-06-10")]);
  const ctx = fixture.as("company-administrator");
  await correctCall(ctx, { what: "direction", hitId: hitId ?? "", direction: "out", reason: REASON });
  await correctCall(ctx, { what: "extension", hitId: hitId ?? "", extension: "3001", reason: REASON });
  const [hit] = await found(fixture, WRONG);
  assert.deepEqual([hit?.direction, hit?.extension, hit?.correctedOn], ["out", "3001", "2026-06-15"]);
  const { selectionId } = await freezeSelection(ctx, { text: WRONG });
  const { exportId } = await requestExport(ctx, { selectionId, format: "csv-exact" });
  await runExport(workOf(fixture), exportId);
  const link = await issueExportLink(ctx, { exportId });
  const text = (await buffer((await fetchExport(ctx, { exportId, token: link.token })).stream)).toString();
  const [head = "", row = ""] = text.split("\r\n");
  assert.equal(row.split(",")[head.split(",").indexOf("corrected_on")], "2026-06-15");
});

test("a held call is evidence: nothing in it is corrected before the hold is lifted", async (t) => {
  const fixture = await house.beside(t);
  const [hitId] = await fixture.store([call("2026-06-10")]);
  const dpo = fixture.as("dpo");
  const { selectionId } = await freezeSelection(dpo, { text: WRONG });
  const words = { name: "Claim", ground: "legal-claim", reason: "A claim", endsOn: "2026-12-31" } as const;
  await addHold(dpo, { selectionId, ...words });
  const asked = { what: "direction", hitId: hitId ?? "", direction: "out", reason: REASON } as const;
  await assert.rejects(correctCall(dpo, asked), { code: "conflict" });
});
