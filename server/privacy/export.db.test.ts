import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { after, test } from "node:test";
import { parse } from "csv-parse/sync";
import { cancelExport } from "./cancel-export.ts";
import { exportFolder } from "./export/export-files.ts";
import { fetchExport, issueExportLink } from "./fetch-export.ts";
import { findWaiting } from "./find-waiting.ts";
import { freezeSelection } from "./freeze-selection.ts";
import { listExports, readExport } from "./list-exports.ts";
import { openPrivacyFixture, type PrivacyFixture } from "./privacy-fixture.ts";
import { requestErasure } from "./request-erasure.ts";
import { requestExport } from "./request-export.ts";
import { runErasure } from "./run-erasure.ts";
import { runExport } from "./run-export.ts";
import { tidyUp } from "./tidy-up.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "+46701740605";
const OTHER = "+46701740611";

async function withCalls(t: { after(fn: () => Promise<void>): void }, count: number): Promise<PrivacyFixture> {
  const fixture = await house.beside(t);
  const calls = Array.from({ length: count }, (_, i) => ({
    at: new Date(Date.UTC(2026, 5, 1) + i * 60_000),
    extension: "3000",
    parties: [
      { role: "calling", class: "phone", text: NUMBER },
      { role: "called", class: "phone", text: OTHER },
    ] as const,
  }));
  await fixture.store(calls);
  return fixture;
}

async function ask(fixture: PrivacyFixture, options: object = {}, text = NUMBER): Promise<string> {
  const ctx = fixture.as("company-administrator");
  const { selectionId } = await freezeSelection(ctx, { text });
  return (await requestExport(ctx, { selectionId, ...options })).exportId;
}

async function download(fixture: PrivacyFixture, exportId: string): Promise<Buffer> {
  const ctx = fixture.as("company-administrator");
  const link = await issueExportLink(ctx, { exportId });
  const file = await fetchExport(ctx, { exportId, token: link.token });
  const bytes = await buffer(file.stream);
  assert.equal(bytes.length, file.bytes);
  assert.equal(createHash("sha256").update(bytes).digest("hex"), file.sha256);
  return bytes;
}

test("an export tells of another person in the same role of a call too", async (t) => {
  const fixture = await house.beside(t);
  const parties = [NUMBER, OTHER].map((text) => ({ role: "called", class: "phone", text }) as const);
  await fixture.store([{ at: new Date("2026-06-10T08:00:00Z"), parties }]);
  const exportId = await ask(fixture, { format: "json", otherParties: "clear" });
  await runExport(fixture.as("company-administrator"), exportId);
  const { hits } = JSON.parse((await download(fixture, exportId)).toString()) as {
    hits: { number: string; otherParties: { number: string }[] }[];
  };
  assert.deepEqual([hits[0]?.number, hits[0]?.otherParties.map((party) => party.number)], [NUMBER, [OTHER]]);
});

test("an export holds every selected call, other people's numbers masked unless asked for, in all three forms", async (t) => {
  const fixture = await withCalls(t, 12);
  const ctx = fixture.as("company-administrator");
  for (const [format, options] of [
    ["csv-exact", {}],
    ["csv", {}],
    ["json", { otherParties: "clear" }],
  ] as const) {
    const exportId = await ask(fixture, { format, ...options });
    await runExport(ctx, exportId);
    const view = await readExport(ctx, { exportId });
    assert.deepEqual([view.state, view.rowsDone, view.rowsTotal], ["ready", 12, 12]);
    const text = (await download(fixture, exportId)).toString();
    if (format === "json") {
      const { hits } = JSON.parse(text) as { hits: { number: string; otherParties: { number: string }[] }[] };
      assert.deepEqual([hits.length, hits[0]?.number, hits[0]?.otherParties[0]?.number], [12, NUMBER, OTHER]);
    } else {
      const rows = parse(text, { columns: true, bom: true, delimiter: format === "csv" ? ";" : "," }) as Record<
        string,
        string
      >[];
      assert.equal(rows.length, 12);
      assert.equal(rows[0]?.["number"], format === "csv" ? `'${NUMBER}` : NUMBER);
      assert.equal(rows[0]?.["other_parties"], "called=+46 70 174 •• ••");
    }
  }
});

test("a link opens the file once, for ten minutes, for the one who asked", async (t) => {
  const fixture = await withCalls(t, 2);
  const ctx = fixture.as("company-administrator");
  const exportId = await ask(fixture);
  await assert.rejects(issueExportLink(ctx, { exportId }), { code: "conflict" });
  await runExport(ctx, exportId);
  const { token } = await issueExportLink(ctx, { exportId });
  const stranger = fixture.as("company-administrator", { accountId: "5d2f1a0c-9f00-4d5e-8a5b-000000000001" });
  await assert.rejects(fetchExport(stranger, { exportId, token }), { code: "not-found" });
  await buffer((await fetchExport(ctx, { exportId, token })).stream);
  await assert.rejects(fetchExport(ctx, { exportId, token }), { code: "gone" });
  const late = await issueExportLink(ctx, { exportId });
  fixture.time.now = new Date(fixture.time.now.getTime() + 11 * 60_000);
  await assert.rejects(fetchExport(ctx, { exportId, token: late.token }), { code: "gone" });
  assert.deepEqual((await listExports(stranger)).exports.length, 0);
});

test("on disk an export is sealed, and a changed file does not open", async (t) => {
  const fixture = await withCalls(t, 2);
  const ctx = fixture.as("company-administrator");
  const exportId = await ask(fixture, { format: "csv-exact" });
  await runExport(ctx, exportId);
  const [name] = readdirSync(exportFolder(ctx, exportId));
  const path = join(exportFolder(ctx, exportId), name ?? "");
  const sealed = readFileSync(path);
  assert.ok(!sealed.includes("1740605"));
  sealed.writeUInt8(sealed.readUInt8(20) ^ 1, 20);
  writeFileSync(path, sealed);
  const { token } = await issueExportLink(ctx, { exportId });
  const { stream } = await fetchExport(ctx, { exportId, token });
  await assert.rejects(buffer(stream), { code: "corrupt" });
});

test("exports end: by time, by cancelling, and when somebody in them is erased", async (t) => {
  const fixture = await withCalls(t, 2);
  const ctx = fixture.as("company-administrator");
  const cancelled = await ask(fixture);
  await runExport(ctx, cancelled);
  await cancelExport(ctx, { exportId: cancelled });
  const overdue = await ask(fixture, {}, OTHER);
  const erased = await ask(fixture, {}, OTHER);
  await runExport(ctx, erased);
  const innocent = await ask(fixture, { otherParties: "masked" }, OTHER);
  await runExport(ctx, innocent);
  const holding = await ask(fixture, { otherParties: "clear" }, OTHER);
  await runExport(ctx, holding);
  const { selectionId, rows } = await freezeSelection(ctx, { text: NUMBER });
  const { erasureId } = await requestErasure(ctx, { selectionId, reason: "Art. 17", typedCount: rows });
  const inbox = { count: async () => 0, async *waiting() {} };
  await runErasure({ ...fixture.installation, company: ctx.company, inbox, erasureId });
  const state = async (exportId: string) => (await readExport(ctx, { exportId })).state;
  assert.deepEqual(
    [await state(cancelled), await state(holding), await state(innocent), existsSync(exportFolder(ctx, holding))],
    ["cancelled", "erased", "ready", false],
  );
  fixture.time.now = new Date(fixture.time.now.getTime() + 49 * 3_600_000);
  await tidyUp(fixture.installation);
  assert.deepEqual(
    [await state(innocent), await state(overdue), existsSync(exportFolder(ctx, innocent))],
    ["expired", "erased", false],
  );
});

test("what waits or was cut off by a kill is found again", async (t) => {
  const fixture = await withCalls(t, 2);
  const exportId = await ask(fixture);
  const { exports } = await findWaiting(fixture.installation);
  assert.deepEqual(exports, [{ companyId: fixture.companyId, exportId }]);
  await runExport(fixture.as("company-administrator"), exportId);
  assert.deepEqual((await findWaiting(fixture.installation)).exports, []);
});
