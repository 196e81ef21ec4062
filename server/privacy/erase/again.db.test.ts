import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { after, test } from "node:test";
import { findSubjects, resolveSubjects } from "../../keyring/index.ts";
import { askFor, hitsOf, workOf } from "../erase-fixture.ts";
import { fetchExport, issueExportLink } from "../fetch-export.ts";
import { findWaiting } from "../find-waiting.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { listCertificates } from "../list-certificates.ts";
import { previewErasure } from "../preview-erasure.ts";
import { openPrivacyFixture } from "../privacy-fixture.ts";
import { requestExport } from "../request-export.ts";
import { reveal } from "../reveal.ts";
import { runErasure } from "../run-erasure.ts";
import { runExport } from "../run-export.ts";
import { tidyUp } from "../tidy-up.ts";
import { undoErasure } from "../undo-erasure.ts";
import { withoutIds } from "../../domain/testing/without-ids.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "+46701740605";
const OTHER = "+46701740611";
const SSN = "189001019802";
const phone = (text: string, role: "calling" | "called" | "caller" = "calling") =>
  ({ role, class: "phone", text }) as const;

test("a person who called again later is erased again; what comes from between the two erasures stays erased", async (t) => {
  const fixture = await house.beside(t);
  const ctx = fixture.as("company-administrator");
  const call = (day: string, extension: string) => ({
    at: new Date(`${day}T08:00:00Z`),
    extension,
    parties: [phone(NUMBER)],
  });
  await fixture.store([call("2026-06-10", "3000")]);
  await runErasure(workOf(fixture, (await askFor(fixture, { text: NUMBER })).erasureId));
  fixture.time.now = new Date("2026-06-20T10:00:00Z");
  await fixture.store([call("2026-06-18", "3001")]);
  assert.deepEqual(
    (await hitsOf(fixture, NUMBER)).map((hit) => hit.note),
    ["extension=3001"],
  );
  await runErasure(workOf(fixture, (await askFor(fixture, { text: NUMBER })).erasureId));
  fixture.time.now = new Date("2026-06-21T10:00:00Z");
  await fixture.store([call("2026-06-17", "3002"), call("2026-06-21", "3003")]);
  assert.deepEqual(
    (await hitsOf(fixture, NUMBER)).map((hit) => hit.note),
    ["extension=3003"],
  );
  assert.deepEqual(
    (await listCertificates(ctx)).certificates.map((one) => one.outcome),
    ["complete", "complete"],
  );
});

test("within its grace a number is neither found, revealed, shown beside others, seen in a selection frozen before, nor exported", async (t) => {
  const fixture = await house.beside(t);
  const ctx = fixture.as("company-administrator");
  const [id = ""] = await fixture.store([
    { at: new Date("2026-06-10T08:00:00Z"), extension: "3000", parties: [phone(NUMBER), phone(OTHER, "called")] },
  ]);
  const frozen = await freezeSelection(ctx, { text: NUMBER });
  const { erasureId } = await askFor(fixture, { text: NUMBER }, { graceMinutes: 15 });
  assert.deepEqual(await hitsOf(fixture, NUMBER), []);
  const [beside] = await hitsOf(fixture, OTHER);
  assert.ok(!JSON.stringify(beside).includes("70 174 06"), "not beside the other party either");
  const words = { hitId: id, role: "calling", class: "phone", purpose: "A complaint" } as const;
  await assert.rejects(reveal(ctx, words), { code: "gone" });
  const preview = await previewErasure(ctx, { selectionId: frozen.selectionId });
  assert.ok(!withoutIds(preview).includes("174"), "a selection of before names nobody");
  const { exportId } = await requestExport(ctx, { selectionId: frozen.selectionId, format: "csv-exact" });
  await runExport(ctx, exportId);
  const { token } = await issueExportLink(ctx, { exportId });
  const written = (await buffer((await fetchExport(ctx, { exportId, token })).stream)).toString();
  assert.ok(!written.includes("1740605"), "nor written into a file");
  await undoErasure(ctx, { erasureId });
  assert.equal((await hitsOf(fixture, NUMBER)).length, 1);
  assert.match((await reveal(ctx, words)).value, /70 174 06 05/);
});

test("a choice of calls that waits for a day and longer still knows which calls were chosen", async (t) => {
  const fixture = await house.beside(t);
  const ids = await fixture.store([
    { at: new Date("2026-06-10T08:00:00Z"), extension: "3000", parties: [phone(NUMBER)] },
    { at: new Date("2026-06-11T08:00:00Z"), extension: "3001", parties: [phone(NUMBER)] },
  ]);
  const { erasureId } = await askFor(fixture, { text: NUMBER, hitIds: [ids[0] ?? ""] }, { graceMinutes: 1_440 });
  fixture.time.now = new Date(fixture.time.now.getTime() + 25 * 3_600_000);
  await tidyUp(fixture.installation);
  await findWaiting(fixture.installation);
  await runErasure(workOf(fixture, erasureId));
  assert.deepEqual(
    (await hitsOf(fixture, NUMBER)).map((hit) => hit.note),
    ["extension=3001"],
  );
});

test("a truncated number that a batch left behind goes with its person; somebody else's of the same day stays", async (t) => {
  const fixture = await house.beside(t);
  const { keyring } = fixture.installation;
  const person = [
    { role: "caller", class: "ssn", text: SSN },
    { role: "caller", class: "ssn_truncated", text: SSN.slice(0, 8) },
  ] as const;
  await fixture.store([
    { at: new Date("2026-06-14T08:00:00Z"), product: "tid", kind: "callback", parties: person },
    {
      at: new Date("2026-06-14T09:00:00Z"),
      product: "tid",
      kind: "callback",
      parties: [phone(OTHER, "caller"), ...person.slice(1)],
    },
  ]);
  const now = fixture.time.now;
  await resolveSubjects(keyring, fixture.companyId, [
    { class: 3, canonical: SSN.slice(0, 8), liveUntil: "2026-12-31", calledAt: now, receivedAt: now },
  ]);
  const born = async () => findSubjects(keyring, fixture.companyId, { class: 3, canonical: SSN.slice(0, 8) });
  assert.equal((await born()).length, 3);
  await runErasure(workOf(fixture, (await askFor(fixture, { text: SSN })).erasureId));
  assert.equal((await born()).length, 1, "one row's stays, the person's own and the unused one are gone");
});
