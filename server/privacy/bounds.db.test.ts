import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { listAudit } from "../audit/index.ts";
import type { CompanyContext } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { rightsOf } from "../domain/rights.ts";
import { MOST_VIEWS } from "../store/index.ts";
import { fetchExport, issueExportLink } from "./fetch-export.ts";
import { freezeSelection } from "./freeze-selection.ts";
import { listExports } from "./list-exports.ts";
import { openPrivacyFixture, type PrivacyFixture } from "./privacy-fixture.ts";
import { requestExport } from "./request-export.ts";
import { runExport } from "./run-export.ts";
import { listViews } from "./saved-views/list-views.ts";
import { saveView } from "./saved-views/save-view.ts";
import { search } from "./search.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "+46701740605";
const MINUTE = 60_000;

test("whoever sees numbers masked asks so often within an hour and no more, by any door, and it opens again by itself", async (t) => {
  const fixture = await withCalls(t, 2);
  const ctx = bounded(fixture, { searchesMasked: 3, searchesClear: 5 });
  await search(ctx, { text: NUMBER });
  fixture.time.now = new Date(fixture.time.now.getTime() + 10 * MINUTE);
  await freezeSelection(ctx, { text: NUMBER });
  await listAudit(ctx, { about: "+46701740699" });
  // A number that is there, one that is not, and what is no number: the refusal is one and the same.
  const refusals = new Set<string>();
  for (const text of [NUMBER, "+46701740698", "hello"]) refusals.add(await refusalOf(search(ctx, { text })));
  refusals.add(await refusalOf(freezeSelection(ctx, { text: NUMBER })));
  refusals.add(await refusalOf(listAudit(ctx, { about: NUMBER })));
  assert.equal(refusals.size, 1);
  // 10:00 UTC is noon in Stockholm, where the company is.
  assert.match([...refusals][0] ?? "", /^too-many .* 3 times .* until 13:00\./);
  const told = await auditOf(fixture, "data.search.refused");
  assert.deepEqual([told.length, told[0]?.["detail"]], [1, { via: "portal", anHour: 3 }]);
  // Reading the audit without asking about a person goes on, and so does a colleague.
  await listAudit(ctx, {});
  await search({ ...ctx, actor: { ...ctx.actor, accountId: randomUUID() } }, { text: NUMBER });
  fixture.time.now = new Date(fixture.time.now.getTime() + 50 * MINUTE);
  assert.equal((await search(ctx, { text: NUMBER })).hits.length, 2);
});

test("a hundred questions at once are counted as a hundred, and the command line counts like the portal", async (t) => {
  const fixture = await withCalls(t, 1);
  const ctx = bounded(fixture, { searchesMasked: 10 });
  const doors = Array.from({ length: 24 }, (_, i) => ({
    ...ctx,
    actor: { ...ctx.actor, via: i % 2 === 0 ? ("cli" as const) : ("portal" as const) },
  }));
  const answers = await Promise.all(doors.map((one) => search(one, { text: NUMBER }).then(() => "answered", codeOf)));
  assert.deepEqual([answers.filter((one) => one === "answered").length, new Set(answers).size], [10, 2]);
  assert.equal((await auditOf(fixture, "data.search")).length, 10);
});

test("whoever sees numbers whole may ask more often", async (t) => {
  const fixture = await withCalls(t, 1);
  const ctx = bounded(fixture, { searchesMasked: 1, searchesClear: 3 });
  const sight = { ...rightsOf("company-administrator").sight, phone: "shown", ssn: "shown" } as const;
  const clear = { ...ctx, actor: { ...ctx.actor, sight } };
  for (let i = 0; i < 3; i++) await search(clear, { text: NUMBER });
  assert.match(await refusalOf(search(clear, { text: NUMBER })), /^too-many/);
});

test("a person keeps so many exports: one that was fetched makes room, one that was not is never lost", async (t) => {
  const fixture = await withCalls(t, 1);
  const ctx = bounded(fixture, { exportsOfPerson: 2, exportsOfCompany: 3 });
  const ask = async (who: CompanyContext) => {
    const { selectionId } = await freezeSelection(who, { text: NUMBER });
    return (await requestExport(who, { selectionId })).exportId;
  };
  const [first, second] = [await ask(ctx), await ask(ctx)];
  assert.match(await refusalOf(ask(ctx)), /^limit You keep 2 exports/);
  await runExport({ ...fixture.installation, company: ctx.company }, first);
  const { token } = await issueExportLink(ctx, { exportId: first });
  await buffer((await fetchExport(ctx, { exportId: first, token })).stream);
  const third = await ask(ctx);
  const states = new Map((await listExports(ctx, {})).exports.map((row) => [row.exportId, row.state]));
  assert.deepEqual(
    [first, second, third].map((id) => states.get(id)),
    ["expired", "waiting", "waiting"],
  );
  const colleague = { ...ctx, actor: { ...ctx.actor, accountId: randomUUID() } };
  await ask(colleague);
  assert.match(await refusalOf(ask(colleague)), /^limit The company keeps 3 exports/);
});

test("exports asked for at once are counted one after another", async (t) => {
  const fixture = await withCalls(t, 1);
  const ctx = bounded(fixture, { exportsOfPerson: 3 });
  const { selectionId } = await freezeSelection(ctx, { text: NUMBER });
  const asked = Array.from({ length: 8 }, () => requestExport(ctx, { selectionId }).then(() => "made", codeOf));
  assert.deepEqual((await Promise.all(asked)).sort(), [...Array(5).fill("limit"), ...Array(3).fill("made")]);
});

test("the oldest of too many selections ends, but none that an export was made from", async (t) => {
  const fixture = await withCalls(t, 1);
  const ctx = bounded(fixture, { selectionsOfPerson: 2 });
  const freeze = async () => {
    fixture.time.now = new Date(fixture.time.now.getTime() + MINUTE);
    return (await freezeSelection(ctx, { text: NUMBER })).selectionId;
  };
  const used = await freeze();
  await requestExport(ctx, { selectionId: used });
  const [oldest, middle, newest] = [await freeze(), await freeze(), await freeze()];
  assert.match(await refusalOf(requestExport(ctx, { selectionId: oldest })), /^gone/);
  for (const selectionId of [used, middle, newest]) await requestExport(ctx, { selectionId });
});

test("a person keeps so many views, whether the portal or they themselves chose the id of a new one", async (t) => {
  const fixture = await withCalls(t, 1);
  const ctx = fixture.as("company-administrator");
  const view = { columns: [] };
  for (let i = 0; i < MOST_VIEWS; i++) await saveView(ctx, { ...view, name: `View ${i}`, viewId: randomUUID() });
  for (const viewId of [undefined, randomUUID()])
    assert.match(await refusalOf(saveView(ctx, { ...view, name: "More", ...(viewId ? { viewId } : {}) })), /^limit/);
  assert.equal((await listViews(ctx)).views.length, MOST_VIEWS);
});

function bounded(fixture: PrivacyFixture, bounds: NonNullable<CompanyContext["bounds"]>): CompanyContext {
  return { ...fixture.as("company-administrator"), bounds };
}

async function withCalls(t: { after(fn: () => Promise<void>): void }, count: number): Promise<PrivacyFixture> {
  const fixture = await house.beside(t);
  await fixture.store(
    Array.from({ length: count }, (_, i) => ({
      at: new Date(Date.UTC(2026, 5, 1) + i * MINUTE),
      extension: "3000",
      parties: [{ role: "calling", class: "phone", text: NUMBER }] as const,
    })),
  );
  return fixture;
}

async function auditOf({ db, companyId }: PrivacyFixture, action: string) {
  return await withCompany(db.data("owner"), companyId, (tx) => tx`select * from data.audit where action = ${action}`);
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => "answered",
    (error: unknown) => `${codeOf(error)} ${error instanceof Error ? error.message : ""}`,
  );
}

function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : String(error);
}
