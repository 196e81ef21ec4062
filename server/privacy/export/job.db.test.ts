import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { after, test } from "node:test";
import { parse } from "csv-parse/sync";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { openBox } from "../../keyring/index.ts";
import { exportParts, raiseFence } from "../../store/index.ts";
import { cancelExport } from "../cancel-export.ts";
import { readExportManifest } from "../export-manifest.ts";
import { fetchExport, issueExportLink } from "../fetch-export.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { listExports, readExport } from "../list-exports.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { requestExport } from "../request-export.ts";
import { runExport } from "../run-export.ts";
import { tidyUp } from "../tidy-up.ts";
import { exportFolder } from "./export-files.ts";
import { verifyManifest } from "./manifest.ts";
import { multiply } from "./many-calls-fixture.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "+46701740605";
/** Five pages: four of them fill a part. */
const MANY = 50_000;

interface Stage extends PrivacyFixture {
  readonly exportId: string;
}

async function stage(t: { after(fn: () => Promise<void>): void }, calls: number, format = "csv-exact"): Promise<Stage> {
  const fixture = await house.beside(t);
  const parties = [{ role: "calling", class: "phone", text: NUMBER }] as const;
  await fixture.store([{ at: new Date("2026-06-10T12:00:00Z"), extension: "3000", parties }]);
  if (calls > 1) await multiply(fixture, calls - 1);
  return { ...fixture, exportId: await ask(fixture, format) };
}

async function ask(fixture: PrivacyFixture, format: string): Promise<string> {
  const ctx = fixture.as("company-administrator");
  const { selectionId } = await freezeSelection(ctx, { text: NUMBER });
  const { exportId } = await requestExport(ctx, { selectionId, format: format as "csv", purpose: "Art. 15" });
  return exportId;
}

/** A signal that is asked before each page: the place at which a test lets something happen. */
function atPage(page: number, happen: () => void): AbortSignal {
  let asked = 0;
  return Object.assign(new AbortController().signal, {
    throwIfAborted() {
      if (++asked === page) happen();
    },
  });
}

function killed(): never {
  throw new Error("killed here");
}

async function ids(fixture: Stage): Promise<string[]> {
  const ctx = fixture.as("company-administrator");
  const { token } = await issueExportLink(ctx, { exportId: fixture.exportId });
  const file = await fetchExport(ctx, { exportId: fixture.exportId, token });
  const bytes = await buffer(file.stream);
  assert.equal(bytes.length, file.bytes);
  assert.equal(createHash("sha256").update(bytes).digest("hex"), file.sha256);
  return (parse(bytes, { columns: true }) as { hit_id: string }[]).map((row) => row.hit_id);
}

const asOwner = <T>(fixture: Stage, work: (tx: Tx) => Promise<T>) =>
  withCompany(fixture.db.data("owner"), fixture.companyId, work);

const partsOf = (fixture: Stage) =>
  withCompany(fixture.db.data("web"), fixture.companyId, (tx) => exportParts(tx, fixture.companyId, fixture.exportId));

test("an export that was killed goes on where it stood, and no row is doubled or missing", async (t) => {
  const fixture = await stage(t, MANY);
  const ctx = fixture.as("company-administrator");
  const { exportId } = fixture;
  await assert.rejects(runExport(ctx, exportId, atPage(5, killed)), /killed here/);
  // How many parts there are by then is a matter of the machine: one is closed when it is large or old.
  const before = await partsOf(fixture);
  const rows = before.reduce((sum, part) => sum + part.rows, 0);
  assert.ok(before.length > 0 && rows > 0 && rows < MANY);
  assert.equal((await readExport(ctx, { exportId })).rowsDone, rows);
  // What a worker wrote in the moment of its death counts for nothing, whatever it is called.
  for (const name of [`${before.length}.1.part`, `${before.length}.2.part`, "90.1.part"]) {
    writeFileSync(join(exportFolder(ctx, exportId), name), "half a part");
  }
  await runExport(ctx, exportId);
  const parts = await partsOf(fixture);
  assert.deepEqual(parts.slice(0, before.length), before);
  assert.ok(parts.length > before.length && parts.slice(before.length).every((part) => part.attempt === 2));
  assert.equal(readdirSync(exportFolder(ctx, exportId)).length, parts.length);
  const written = await ids(fixture);
  assert.deepEqual([written.length, new Set(written).size], [MANY, MANY]);
  assert.deepEqual(written, [...written].sort().reverse());
});

test("two workers on one export write one file: the one that was overtaken stops", async (t) => {
  const fixture = await stage(t, MANY);
  const ctx = fixture.as("company-administrator");
  const { exportId } = fixture;
  let second: Promise<void> | undefined;
  const overtaken = atPage(3, () => {
    second = runExport(ctx, exportId);
  });
  await runExport(ctx, exportId, overtaken);
  await second;
  assert.equal((await readExport(ctx, { exportId })).state, "ready");
  const written = await ids(fixture);
  assert.deepEqual([written.length, new Set(written).size], [MANY, MANY]);
});

test("a cancelled export ends in the midst of it and leaves neither file nor key", async (t) => {
  const fixture = await stage(t, MANY);
  const ctx = fixture.as("company-administrator");
  const { exportId } = fixture;
  let cancelled: Promise<void> | undefined;
  await runExport(
    ctx,
    exportId,
    atPage(3, () => {
      cancelled = cancelExport(ctx, { exportId });
    }),
  );
  await cancelled;
  assert.equal((await readExport(ctx, { exportId })).state, "cancelled");
  assert.equal(existsSync(exportFolder(ctx, exportId)), false);
  await assert.rejects(openBox(ctx.keyring, fixture.companyId, exportId), { code: "expired" });
  assert.deepEqual(await partsOf(fixture), []);
  await runExport(ctx, exportId);
  assert.equal((await readExport(ctx, { exportId })).state, "cancelled");
});

test("what a worker leaves that dies while its export is cancelled is taken away", async (t) => {
  const fixture = await stage(t, MANY);
  const ctx = fixture.as("company-administrator");
  const { exportId } = fixture;
  await assert.rejects(runExport(ctx, exportId, atPage(5, killed)), /killed here/);
  await withCompany(fixture.db.data("web"), fixture.companyId, async (tx) => {
    await tx`update data.export_job set state = 'cancelled', finished_at = ${fixture.time.now} where id = ${exportId}`;
  });
  assert.ok(existsSync(exportFolder(ctx, exportId)));
  fixture.time.now = new Date(fixture.time.now.getTime() + 120_000);
  await tidyUp(fixture.installation);
  assert.equal(existsSync(exportFolder(ctx, exportId)), false);
  await assert.rejects(openBox(ctx.keyring, fixture.companyId, exportId), { code: "expired" });
});

test("what went since the freezing is left out, counted, and told by the manifest", async (t) => {
  const fixture = await stage(t, 10);
  const ctx = fixture.as("company-administrator");
  const { exportId, companyId } = fixture;
  await withCompany(fixture.db.data("owner"), companyId, async (tx) => {
    await tx`delete from data.party where company_id = ${companyId} and record_id = (select min(record_id::text)::uuid from data.party where company_id = ${companyId})`;
    await raiseFence(tx, companyId);
  });
  await runExport(ctx, exportId);
  const view = await readExport(ctx, { exportId });
  assert.deepEqual([view.state, view.rowsDone, view.rowsGone, view.rowsTotal], ["ready", 9, 1, 10]);
  const { text, fileName } = await readExportManifest(ctx, { exportId });
  const { statement } = await verifyManifest(text);
  assert.deepEqual([statement.rows, statement.leftOut, statement.frozen], [9, 1, 10]);
  assert.equal(statement.sha256, view.sha256);
  assert.equal(statement.purpose, "Art. 15");
  assert.equal(statement.period.to, "2026-06-10T12:00:00.000Z");
  assert.equal(fileName, `${statement.fileName}.manifest.json`);
  assert.ok(!text.includes("1740605"));
  for (const changed of [text.replace('"rows": 9', '"rows": 8'), text.replace('"jws": "e', '"jws": "f')]) {
    assert.notEqual(changed, text);
    await assert.rejects(verifyManifest(changed), { code: "corrupt" });
  }
});

test("rows that do not add up are not handed out", async (t) => {
  const fixture = await stage(t, 10);
  const ctx = fixture.as("company-administrator");
  const { exportId, companyId } = fixture;
  await withCompany(fixture.db.data("web"), companyId, async (tx) => {
    await tx`update data.export_job set rows_total = 11 where id = ${exportId}`;
  });
  await assert.rejects(runExport(ctx, exportId), { code: "corrupt" });
  assert.equal((await readExport(ctx, { exportId })).state, "failed");
  assert.equal(existsSync(exportFolder(ctx, exportId)), false);
});

test("two downloads at once by one link give one file, and a new link gives it again", async (t) => {
  const fixture = await stage(t, 10);
  const ctx = fixture.as("company-administrator");
  const { exportId } = fixture;
  await runExport(ctx, exportId);
  const { token } = await issueExportLink(ctx, { exportId });
  const both = await Promise.allSettled([0, 1].map(() => fetchExport(ctx, { exportId, token })));
  assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  for (const one of both) if (one.status === "fulfilled") one.value.stream.destroy();
  assert.equal((await ids(fixture)).length, 10);
  const actions = await asOwner(
    fixture,
    (tx) => tx`select action from data.audit where action like 'data.export%' order by seq`,
  );
  assert.deepEqual(
    actions.map((row) => row["action"]),
    [
      "data.export",
      "data.export.ready",
      "data.export.link",
      "data.export.fetch",
      "data.export.link",
      "data.export.fetch",
    ],
  );
});

test("a list of exports has pages, and no name in it tells whose calls they are", async (t) => {
  const fixture = await stage(t, 1);
  const ctx = fixture.as("company-administrator");
  await withCompany(fixture.db.data("web"), fixture.companyId, async (tx) => {
    for (let i = 0; i < 60; i++) {
      await tx`insert into data.export_job (company_id, id, account_id, format, state, created_at, expires_at)
        values (${fixture.companyId}, ${randomUUID()}, ${ctx.actor.accountId}, 'csv', 'cancelled', ${new Date(Date.UTC(2026, 4, 1, 0, i >> 1))}, ${new Date()})`;
    }
  });
  const first = await listExports(ctx);
  const second = await listExports(ctx, { after: first.next ?? "" });
  const all = [...first.exports, ...second.exports].map((view) => view.exportId);
  assert.deepEqual([first.exports.length, all.length, new Set(all).size, second.next], [50, 61, 61, null]);
  await runExport(ctx, fixture.exportId);
  const { token } = await issueExportLink(ctx, { exportId: fixture.exportId });
  const file = await fetchExport(ctx, { exportId: fixture.exportId, token });
  file.stream.destroy();
  assert.match(file.fileName, /^gallra-\d{4}-\d{2}-\d{2}-[0-9a-f]{8}\.csv$/);
});

test("a selection that is over goes in pieces, and not before the export that reads it", async (t) => {
  const fixture = await stage(t, MANY);
  const count = async () =>
    (await asOwner(fixture, (tx) => tx`select count(*)::int as n from data.selection_hit`))[0]?.["n"] as number;
  fixture.time.now = new Date(fixture.time.now.getTime() + 25 * 3_600_000);
  await tidyUp(fixture.installation);
  assert.equal(await count(), MANY);
  await runExport(fixture.as("company-administrator"), fixture.exportId);
  await tidyUp(fixture.installation);
  assert.equal(await count(), 0);
});
