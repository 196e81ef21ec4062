import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { personMarks } from "../../keyring/index.ts";
import { readState } from "../../watch/read-state.ts";
import type { ExportStatement } from "../export/manifest.ts";
import { readExportManifest } from "../export-manifest.ts";
import { fetchExport, issueExportLink } from "../fetch-export.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { requestExport } from "../request-export.ts";
import { purgeCompany } from "../retention/purge-company.ts";
import { reveal } from "../reveal.ts";
import { runExport } from "../run-export.ts";
import { search } from "../search.ts";
import { storeCalls } from "../store-calls-fixture.ts";
import { restrictCalls } from "./add-case.ts";
import { decideObjection, liftCase } from "./change-case.ts";
import { listCases } from "./list-cases.ts";
import { prepareErasure } from "./prepare-erasure.ts";
import { noteObjection, restrictPerson } from "./restrict-person.ts";
import { settleCase } from "./settle-case.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "0701740605";
const OTHER = "0701740606";
const WORDS = { name: "Request 7", reason: "The person says that it is wrong" };
const ACCURACY = { ...WORDS, ground: "accuracy", endsOn: "2026-09-30" } as const;
const workOf = (fixture: PrivacyFixture) => ({ ...fixture.installation, company: fixture.as("reseller").company });
const call = (day: string, text = NUMBER, to = OTHER) => ({
  at: new Date(`${day}T08:00:00Z`),
  parties: [
    { role: "calling", class: "phone", text },
    { role: "called", class: "phone", text: to },
  ] as const,
});

const seen = async (fixture: PrivacyFixture, text = NUMBER) => {
  const { hits, restricted, counts } = await search(fixture.as("company-administrator"), { text });
  return { hits: hits.length, away: restricted.calls, counted: counts?.total ?? 0 };
};

test("a restricted person is counted and not shown, whatever calls are there or come later", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([call("2026-06-10"), call("2026-06-11")]);
  const made = await restrictPerson(fixture.as("dpo"), { text: NUMBER, ...ACCURACY });
  assert.deepEqual([made.known, made.calls], [true, 2]);
  assert.deepEqual(await seen(fixture), { hits: 0, away: 2, counted: 0 });
  await fixture.store([call("2026-06-12")]);
  assert.deepEqual(await seen(fixture), { hits: 0, away: 3, counted: 0 });
  const { hits } = await search(fixture.as("company-administrator"), { text: OTHER });
  assert.deepEqual(
    hits.map((hit) => hit.otherParties.map((party) => [party.number, party.seen, party.restricted])),
    Array.from({ length: 3 }, () => [["", "hidden", true]]),
    "the other person's calls are shown without the restricted number",
  );
});

test("who comes back after everything of them has expired is restricted from the first call on", async (t) => {
  const fixture = await house.beside(t);
  const made = await noteObjection(fixture.as("dpo"), { text: NUMBER, ...WORDS, ground: "situation" });
  assert.equal(made.known, false);
  await fixture.store([call("2026-06-12")]);
  assert.deepEqual(await seen(fixture), { hits: 0, away: 1, counted: 0 });
  const [mark] = await personMarks(fixture.installation.keyring, fixture.companyId);
  assert.equal(mark?.subjects.length, 1);
});

test("a restricted person is known in every notation of the same digits and in both centuries, and not by their last digits", async (t) => {
  const fixture = await house.beside(t);
  const { keyring } = fixture.installation;
  // Read by the settings of another country the same digits stay what was written.
  const abroad = fixture.as("company-administrator");
  const storeAbroad = (day: string) =>
    storeCalls({ ...abroad, company: { ...abroad.company, country: "NO" } }, [call(day, NUMBER, OTHER)]);
  const ssn = (day: string, text: string) => ({
    at: new Date(`${day}T08:00:00Z`),
    parties: [{ role: "calling", class: "ssn", text }] as const,
  });
  await storeAbroad("2026-06-10");
  await fixture.store([ssn("2026-06-12", "189001019802")]);
  await restrictPerson(fixture.as("dpo"), { text: NUMBER, ...ACCURACY });
  await restrictPerson(fixture.as("dpo"), { text: "900101-9802", ...ACCURACY });
  const open = async (text: string) =>
    (await search(fixture.as("company-administrator"), { text, tiers: ["exact", "digits", "possible"] })).hits.length;
  assert.deepEqual([await open(NUMBER), await open("189001019802")], [0, 0], "what was there is restricted");
  const counted = async () => (await personMarks(keyring, fixture.companyId)).map((mark) => mark.subjects.length);
  assert.deepEqual((await counted()).toSorted(), [1, 1]);
  await fixture.store([
    call("2026-06-13"),
    call("2026-06-13", "0046701740605"),
    call("2026-06-13", "701740605"),
    ssn("2026-06-13", "199001019802"),
  ]);
  assert.deepEqual(await open(NUMBER), 1, "whoever shares the last digits is another person");
  assert.equal(await open("199001019802"), 0);
  assert.deepEqual((await counted()).toSorted(), [2, 2], "each of them is noted when it comes");
});

test("who comes in another notation after everything of them has expired is restricted from the first call on", async (t) => {
  const fixture = await house.beside(t);
  const dpo = fixture.as("dpo");
  const { caseId } = await noteObjection(dpo, { text: NUMBER, ...WORDS, ground: "situation" });
  await storeCalls({ ...dpo, company: { ...dpo.company, country: "NO" } }, [call("2026-06-12")]);
  const { hits } = await search(fixture.as("company-administrator"), { text: NUMBER, tiers: ["exact", "digits"] });
  assert.equal(hits.length, 0);
  await decideObjection(dpo, { caseId, decision: "upheld", reason: "Nothing outweighs it" });
  await fixture.store([call("2026-06-13")]);
  const prepared = await prepareErasure(fixture.as("company-administrator"), { caseId, text: "+46 70 174 06 05" });
  assert.equal(prepared.rows, 1, "only what is surely the same number is prepared to be erased");
});

test("restricted calls are shown to who may see them and says why, and the audit says that too", async (t) => {
  const fixture = await house.beside(t);
  const [hitId] = await fixture.store([call("2026-06-10")]);
  await restrictPerson(fixture.as("dpo"), { text: NUMBER, ...ACCURACY });
  const asked = { text: NUMBER, restrictedPurpose: "Looking into the request" };
  await assert.rejects(search(fixture.as("company-administrator"), asked), { code: "forbidden" });
  const { hits, restricted } = await search(fixture.as("dpo"), asked);
  assert.deepEqual([hits.length, hits[0]?.restricted, restricted], [1, true, { calls: 1, shown: true }]);
  const rows = await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) => tx`select purpose from data.audit where action = 'data.restricted'`,
  );
  assert.deepEqual(
    rows.map((row) => row["purpose"]),
    ["Looking into the request"],
  );
  const value = { hitId: hitId ?? "", role: "calling", class: "phone", purpose: "Curious" } as const;
  for (const profile of ["company-administrator", "dpo"] as const)
    await assert.rejects(reveal(fixture.as(profile), value), { code: "forbidden" });
});

test("an export leaves restricted calls out, says how many, and drops what is restricted after it was chosen", async (t) => {
  const fixture = await house.beside(t);
  const ctx = fixture.as("company-administrator");
  const ids = await fixture.store([call("2026-06-10"), call("2026-06-11"), call("2026-06-12")]);
  const one = await freezeSelection(fixture.as("dpo"), { text: NUMBER, hitIds: [ids[0] ?? ""] });
  await restrictCalls(fixture.as("dpo"), { selectionId: one.selectionId, ...ACCURACY });
  const chosen = await freezeSelection(ctx, { text: NUMBER });
  assert.deepEqual([chosen.rows, chosen.leftOut], [2, 1]);
  const before = await freezeSelection(ctx, { text: OTHER });
  await restrictPerson(fixture.as("dpo"), { text: NUMBER, ...ACCURACY });
  await assert.rejects(freezeSelection(ctx, { text: NUMBER }), { code: "conflict" });
  const { exportId } = await requestExport(ctx, { selectionId: chosen.selectionId, format: "csv-exact" });
  await runExport(workOf(fixture), exportId);
  const { statement } = JSON.parse((await readExportManifest(ctx, { exportId })).text) as {
    statement: ExportStatement;
  };
  assert.deepEqual([statement.rows, statement.restricted, statement.leftOut], [0, 1, 2]);
  const other = await requestExport(ctx, {
    selectionId: before.selectionId,
    format: "csv-exact",
    otherParties: "clear",
  });
  await runExport(workOf(fixture), other.exportId);
  const link = await issueExportLink(ctx, { exportId: other.exportId });
  const file = await fetchExport(ctx, { exportId: other.exportId, token: link.token });
  const text = (await buffer(file.stream)).toString();
  assert.equal(text.includes("701740605"), false, "nor does it stand beside somebody else");
});

test("sums leave restricted calls out and hold them again when the restriction has ended", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([call("2026-06-10"), call("2026-06-10", OTHER, "0701740607"), call("2026-06-11")]);
  const calls = async () =>
    (await readState(fixture.as("dpo"), new Date("2026-06-01T00:00:00Z"))).traffic.reduce(
      (sum, row) => sum + Number(row.calls),
      0,
    );
  assert.equal(await calls(), 3);
  const made = await restrictPerson(fixture.as("dpo"), { text: NUMBER, ...ACCURACY });
  assert.equal(await calls(), 1);
  await liftCase(fixture.as("dpo"), { caseId: made.caseId, reason: "It was right", toldOn: "2026-06-15" });
  await settleCase(workOf(fixture), made.caseId);
  assert.equal(await calls(), 3);
  assert.deepEqual(await seen(fixture), { hits: 2, away: 0, counted: 2 });
});

test("a restriction keeps its calls beyond their rule, and ends only after the person was told", async (t) => {
  const fixture = await house.beside(t);
  const tid = { ...call("2026-06-10"), product: "tid", kind: "callback" } as const;
  await fixture.store([tid]);
  const made = await restrictPerson(fixture.as("dpo"), {
    text: NUMBER,
    ...WORDS,
    ground: "claim",
    endsOn: "2026-12-31",
  });
  fixture.time.now = new Date("2026-06-25T10:00:00Z");
  await purgeCompany(workOf(fixture));
  assert.deepEqual(await seen(fixture), { hits: 0, away: 1, counted: 0 });
  const lift = { caseId: made.caseId, reason: "The claim is settled" };
  await assert.rejects(liftCase(fixture.as("dpo"), lift), { code: "bad-input" });
  await assert.rejects(liftCase(fixture.as("dpo"), { ...lift, toldOn: "2026-06-26" }), { code: "bad-input" });
  await liftCase(fixture.as("dpo"), { ...lift, toldOn: "2026-06-24" });
  await settleCase(workOf(fixture), made.caseId);
  assert.deepEqual(await seen(fixture), { hits: 0, away: 0, counted: 0 });
  assert.equal((await listCases(fixture.as("dpo"), { ended: true })).cases[0]?.toldOn, "2026-06-24");
});

test("an objection restricts until it is decided: rejected it lifts, upheld it leads to an erasure by who types the number again", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([call("2026-06-10")]);
  const dpo = fixture.as("dpo");
  const asked = { text: NUMBER, ...WORDS, ground: "situation" } as const;
  const first = await noteObjection(dpo, asked);
  assert.deepEqual(await seen(fixture), { hits: 0, away: 1, counted: 0 });
  await assert.rejects(liftCase(dpo, { caseId: first.caseId, reason: "No ground" }), { code: "bad-input" });
  await assert.rejects(
    decideObjection(dpo, { caseId: first.caseId, decision: "rejected", reason: "Compelling grounds" }),
    {
      code: "bad-input",
    },
  );
  await decideObjection(dpo, {
    caseId: first.caseId,
    decision: "rejected",
    reason: "Compelling grounds",
    toldOn: "2026-06-15",
  });
  await settleCase(workOf(fixture), first.caseId);
  assert.deepEqual(await seen(fixture), { hits: 1, away: 0, counted: 1 });
  const { caseId } = await noteObjection(dpo, asked);
  const administrator = fixture.as("company-administrator");
  await assert.rejects(prepareErasure(administrator, { caseId, text: NUMBER }), { code: "conflict" });
  await decideObjection(dpo, { caseId, decision: "upheld", reason: "Nothing outweighs it" });
  assert.deepEqual(await seen(fixture), { hits: 0, away: 1, counted: 0 });
  await assert.rejects(prepareErasure(administrator, { caseId, text: OTHER }), { code: "bad-input" });
  await assert.rejects(prepareErasure(dpo, { caseId, text: NUMBER }), { code: "forbidden" });
  const prepared = await prepareErasure(administrator, { caseId, text: NUMBER });
  assert.deepEqual([prepared.rows, prepared.whole], [1, true]);
});

test("no number of a restricted person stands in the data cluster, and none but a hash in the keyring", async (t) => {
  const fixture = await house.beside(t);
  await restrictPerson(fixture.as("dpo"), { text: NUMBER, ...ACCURACY, reason: `It is not ${NUMBER}` });
  const rows = await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) =>
      tx`select to_jsonb(c)::text as text from data.privacy_case c union all select to_jsonb(a)::text from data.audit a`,
  );
  assert.ok(rows.length >= 2);
  for (const row of rows) assert.equal((row["text"] as string).includes("1740605"), false);
});
