import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { after, test, type TestContext } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { listAudit } from "../../audit/index.ts";
import type { CompanyContext } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { rightsOf } from "../../domain/rights.ts";
import type { Sight } from "../../domain/sight.ts";
import { liveSlices, openWithSlice } from "../../keyring/index.ts";
import { undefinedLinePlace } from "../../domain/raw/index.ts";
import { addSource, listUndefinedWork } from "../../store/index.ts";
import { cancelAgain, listAgain, previewAgain, requestAgain } from "../../ingest/index.ts";
import { restrictPerson } from "../cases/restrict-person.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { REVEALS_AN_HOUR } from "../reveal.ts";
import { downloadLines, mayDownloadLines } from "./download-lines.ts";
import { eraseLines } from "./erase-lines.ts";
import { listLines } from "./list-lines.ts";
import { openLines } from "./open-lines.ts";
import { renewLineKeys } from "./renew-line-keys.ts";
import { showUndefined } from "./show-undefined.ts";
import { withoutIds } from "../../domain/testing/without-ids.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const DAY = "2026-06-15";
const WHY = "the new switch is not understood";
const OF = { sourceId: 1, day: DAY } as const;
const LINES = ["A;070-1740605;3001", "B;Anna Prov;0701740606", "C;not a number;+46 70 174 06 07", "D;070-1740608"];

async function refused(act: Promise<unknown>, code: AppError["code"]): Promise<void> {
  await assert.rejects(act, (error) => error instanceof AppError && error.code === code);
}

function seeing(fixture: PrivacyFixture, changes: Partial<Sight>): CompanyContext {
  const { sight } = rightsOf("company-administrator");
  return fixture.as("company-administrator", { sight: { ...sight, ...changes } });
}

/** A company with a source that has brought these lines. */
async function openWithLines(t: TestContext): Promise<PrivacyFixture> {
  const fixture = await house.beside(t);
  const { companyId } = fixture;
  const own = { timeZone: null, country: null, outsideLine: null, extensionDigits: null, internationalPrefix: null };
  const read = { transport: "shared-file", driver: "flexi-tid", product: 4, settings: {}, driverOptions: {} };
  const id = await withCompany(fixture.db.data("web"), companyId, (tx) =>
    addSource(tx, { companyId, name: "Switch", keepNames: false, ...own, ...read }),
  );
  assert.equal(id, OF.sourceId);
  await fixture.storeUndefined(LINES);
  return fixture;
}

async function idsOf(ctx: CompanyContext): Promise<string[]> {
  return (await listLines(ctx, OF)).lines.map(({ id }) => id);
}

async function textOfFile(ctx: CompanyContext, format: "bytes" | "json" = "bytes"): Promise<string> {
  const { chunks } = await downloadLines(ctx, { ...OF, format, purpose: WHY });
  return (await buffer(Readable.from(chunks, { objectMode: false }))).toString();
}

test("lines are counted without text, opened masked with a purpose within the budget, and every opening is in the audit", async (t) => {
  const fixture = await openWithLines(t);
  const admin = fixture.as("company-administrator");
  const { days } = await showUndefined(fixture.as("reseller"));
  assert.deepEqual(
    days.map(({ day, lines, reasons, sourceId }) => ({ day, lines, reasons, sourceId })),
    [{ day: DAY, lines: 4, reasons: [{ reason: "columns", lines: 4 }], sourceId: 1 }],
  );
  assert.equal(withoutIds(days).includes("1740"), false);
  await refused(listLines(fixture.as("reseller"), OF), "forbidden");
  await refused(showUndefined(fixture.as("supervisor")), "forbidden");

  const first = await listLines(admin, { ...OF, limit: 3 });
  assert.equal(first.lines.length, 3);
  const second = await listLines(admin, { ...OF, limit: 3, after: first.next ?? assert.fail() });
  assert.deepEqual([second.lines.length, second.next], [1, null]);
  const ids = [...first.lines, ...second.lines].map(({ id }) => id);
  assert.equal(new Set(ids).size, 4);

  const opened = await openLines(admin, { ids, purpose: WHY });
  assert.equal(opened.left, REVEALS_AN_HOUR - 4);
  const texts = opened.lines.map(({ text }) => text);
  assert.deepEqual(texts.toSorted(), [
    ...["A;070-1••••••;3001", "B;Anna Prov;0701••••••", "C;not a number;+46 70 ••• •• ••", "D;070-1••••••"],
  ]);
  // Without the right to reveal, the same profile sees no name either.
  const permissions = new Set([...admin.actor.permissions].filter((one) => one !== "data.reveal"));
  const narrow = fixture.as("company-administrator", { permissions });
  const { lines } = await openLines(narrow, { ids, purpose: WHY });
  assert.equal(JSON.stringify(lines).includes("Anna"), false);

  await refused(openLines(fixture.as("reseller"), { ids, purpose: WHY }), "forbidden");
  await refused(
    openLines(fixture.as("company-administrator", { steppedUpAt: null }), { ids, purpose: WHY }),
    "step-up",
  );
  await refused(openLines(admin, { ids, purpose: "is it 070-1740605" }), "bad-input");
  for (const field of ["phone", "ssn", "extension"] as const)
    await refused(openLines(seeing(fixture, { [field]: "hidden" }), { ids, purpose: WHY }), "forbidden");
  const { rows } = await listAudit(admin, { action: "undefined.open" });
  assert.deepEqual(
    rows.map(({ purpose }) => purpose),
    [WHY, WHY],
  );
  assert.equal(withoutIds(rows).includes("1740"), false);

  // The budget is that of revealed values: what goes beyond it opens nothing and writes nothing.
  for (let left = REVEALS_AN_HOUR - 8; left > 0; left -= 4) await openLines(admin, { ids, purpose: WHY });
  await refused(openLines(admin, { ids, purpose: WHY }), "limit");
});

test("another company's lines, waiting legs and lines of restricted people stay closed, in files too", async (t) => {
  const fixture = await openWithLines(t);
  const admin = fixture.as("company-administrator");
  const ids = await idsOf(admin);

  // Somebody of whom nothing else is stored is restricted: the line that holds the number is told to nobody.
  const asked = { name: "Request 7", reason: "The person says that it is wrong", ground: "accuracy" } as const;
  await restrictPerson(fixture.as("dpo"), { text: "070-174 06 06", ...asked, endsOn: "2026-09-30" });
  const { lines } = await openLines(admin, { ids, purpose: WHY });
  assert.deepEqual(
    lines.flatMap(({ text, why }) => (text === null ? [why] : [])),
    ["restricted"],
  );
  assert.equal(JSON.stringify(lines).includes("Anna"), false);
  assert.equal((await textOfFile(admin)).includes("Anna"), false);

  // From inside another company the ids open nothing, whoever knows them.
  const elsewhere = await openOther(fixture, ids);
  assert.deepEqual(elsewhere, { shown: 0, erased: "conflict" });

  // A leg that waits for its call is none of these lines.
  const [leg] = ids;
  await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) =>
      tx`update data.undefined_line set join_key = ${randomUUID()}, waiting_since = now() where id = ${leg ?? ""}`,
  );
  assert.equal((await idsOf(admin)).includes(leg ?? ""), false);
  const opened = await openLines(admin, { ids: [leg ?? ""], purpose: WHY });
  assert.deepEqual(opened.lines, [{ id: leg, text: null, cut: false, why: "gone" }]);
  await refused(eraseLines(admin, { what: { ids: [leg ?? ""] }, expected: 1, reason: WHY }), "conflict");
});

async function openOther(fixture: PrivacyFixture, ids: readonly string[]) {
  const { addCompany } = await import("../../store/index.ts");
  const { createCompanyKeys } = await import("../../keyring/index.ts");
  const web = fixture.db.data("web");
  const mine = fixture.as("company-administrator");
  const companyId = await addCompany(web, {
    ...{ resellerId: mine.company.resellerId, slug: "annat", name: "Annat AB", kind: "private" },
    ...{ timeZone: "Europe/Stockholm", country: "SE", outsideLine: null, extensionDigits: null },
    ...{ internationalPrefix: null, language: "sv" },
  });
  await createCompanyKeys(fixture.installation.keyring, companyId);
  const actor = { ...mine.actor, companyId };
  const ctx = { ...mine, company: { ...mine.company, id: companyId, slug: "annat" }, actor };
  const { lines } = await openLines(ctx, { ids: [...ids], purpose: WHY });
  const erased = await eraseLines(ctx, { what: { ids: [...ids] }, expected: 4, reason: WHY }).catch(
    (error: AppError) => error.code,
  );
  return { shown: lines.filter(({ text }) => text !== null).length, erased };
}

test("a day goes out as its bytes or as JSON, whole for who may export, and never without its row in the audit", async (t) => {
  const fixture = await openWithLines(t);
  const admin = fixture.as("company-administrator");
  assert.deepEqual(await mayDownloadLines(admin, { ...OF, purpose: WHY }), { lines: 4 });
  assert.deepEqual((await textOfFile(admin)).trimEnd().split("\n").toSorted(), LINES);
  const json = (await textOfFile(admin, "json")).trimEnd().split("\n");
  const objects = json.map((line) => JSON.parse(line) as { text: string; reason: string; position: number });
  assert.deepEqual(objects.map(({ text }) => text).toSorted(), LINES);
  assert.equal(objects[0]?.reason, "columns");
  const { rows } = await listAudit(admin, { action: "undefined.download" });
  assert.deepEqual(
    rows.flatMap(({ purpose }) => purpose ?? []),
    [WHY, WHY],
  );
  assert.equal((await listAudit(admin, { action: "undefined.downloaded" })).rows.length, 2);

  await refused(downloadLines(fixture.as("dpo"), { ...OF, purpose: WHY }), "forbidden");
  await refused(
    downloadLines(fixture.as("company-administrator", { steppedUpAt: null }), { ...OF, purpose: WHY }),
    "step-up",
  );
  const { exportSight } = rightsOf("company-administrator");
  const masked = fixture.as("company-administrator", { exportSight: { ...exportSight, phone: "masked" } });
  assert.equal((await textOfFile(masked)).includes("40605"), false);
  const hidden = fixture.as("company-administrator", { exportSight: { ...exportSight, ssn: "hidden" } });
  await refused(downloadLines(hidden, { ...OF, purpose: WHY }), "forbidden");
});

test("erased lines go at once, as many as were seen, and a copy of the data opens them no more while the others open", async (t) => {
  const fixture = await openWithLines(t);
  const admin = fixture.as("company-administrator");
  const ids = await idsOf(admin);
  const [gone = ""] = ids;
  const copy = await withCompany(fixture.db.data("owner"), fixture.companyId, async (tx) => [
    ...(await tx`select id, slice_id, sealed from data.undefined_line where id = ${gone}`),
  ]);
  const what = { ids: [gone] };
  await refused(eraseLines(admin, { what, expected: 2, reason: WHY }), "conflict");
  await refused(eraseLines(fixture.as("dpo"), { what, expected: 1, reason: WHY }), "forbidden");
  assert.deepEqual(await eraseLines(admin, { what, expected: 1, reason: "asked for by 070-1740605" }), { erased: 1 });
  assert.equal((await idsOf(admin)).length, 3);
  const [row] = (await listAudit(admin, { action: "undefined.erase" })).rows;
  assert.equal(row?.purpose?.includes("1740605"), false);

  const work = { ...fixture.installation, company: admin.company };
  const [keys] = await withCompany(fixture.db.data("web"), fixture.companyId, (tx) =>
    listUndefinedWork(tx, fixture.companyId, { open: true, limit: 10 }),
  );
  // Killed before it began: whoever repeats it does it once.
  await assert.rejects(renewLineKeys(work, keys?.id ?? "", AbortSignal.abort()));
  await renewLineKeys(work, keys?.id ?? "");
  await renewLineKeys(work, keys?.id ?? "");
  const [stolen] = copy;
  const place = undefinedLinePlace(fixture.companyId, gone);
  const { keyring } = await fixture.reopen();
  await assert.rejects(
    openWithSlice(keyring, fixture.companyId, Number(stolen?.["slice_id"]), place, stolen?.["sealed"] as Buffer),
  );
  const { lines } = await openLines(admin, { ids: ids.slice(1), purpose: WHY });
  assert.equal(lines.filter(({ text }) => text !== null).length, 3);
  const slices = await liveSlices(keyring, fixture.companyId, { classes: [DATA_CLASSES.undefined] });
  assert.equal(slices.length, 1);

  await eraseLines(admin, { what: { ...OF }, expected: 3, reason: WHY });
  assert.deepEqual((await showUndefined(admin)).days, []);
});

test("a preview tells what lines would become without a word of theirs, and stands in the audit", async (t) => {
  const fixture = await openWithLines(t);
  const admin = fixture.as("company-administrator");
  const row = "CALLBACK,2026-06-15 09:00:00.000,0701740609,,240,DONE";
  await fixture.storeUndefined(["source,date,phone,ssn,duration,status", row]);
  const asked = { sourceId: OF.sourceId, from: DAY, to: DAY, driver: "flexi-tid" };
  const preview = await previewAgain(admin, asked);
  assert.deepEqual([preview.sampled, preview.left + preview.calls + preview.filtered], [6, 6]);
  assert.equal(withoutIds(preview).includes("1740"), false);
  assert.equal((await listAudit(admin, { action: "undefined.preview" })).rows.length, 1);
  await refused(previewAgain(fixture.as("reseller"), asked), "forbidden");
  await refused(previewAgain(fixture.as("dpo"), asked), "forbidden");
  await refused(previewAgain(seeing(fixture, { phone: "hidden" }), asked), "forbidden");
  await refused(requestAgain(seeing(fixture, { ssn: "hidden" }), asked), "forbidden");
  await refused(previewAgain(admin, { ...asked, driver: "no-such-driver" }), "bad-input");
  await refused(previewAgain(admin, { ...asked, sourceId: 99 }), "not-found");

  const { workId } = await requestAgain(admin, asked);
  await refused(requestAgain(admin, asked), "conflict");
  const [work] = await listAgain(fixture.as("reseller"));
  assert.deepEqual([work?.workId, work?.state, work?.linesTotal], [workId, "waiting", 6]);
  await refused(cancelAgain(fixture.as("dpo"), { workId }), "forbidden");
  await cancelAgain(admin, { workId });
  await refused(cancelAgain(admin, { workId }), "not-found");
});
