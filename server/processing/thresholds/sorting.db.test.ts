import assert from "node:assert/strict";
import { test } from "node:test";
import type { Sql } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../../privacy/privacy-fixture.ts";
import { seededRandom } from "../../domain/seeded-random.ts";
import { apartOf, type Limits, type Measured, NO_LIMITS } from "../../domain/thresholds.ts";
import { addSource } from "../../store/index.ts";
import { cancelSorting } from "./cancel-sorting.ts";
import { findWaitingSorting } from "./find-waiting-sorting.ts";
import { previewSorting } from "./preview-sorting.ts";
import { requestSorting } from "./request-sorting.ts";
import { runSorting } from "./run-sorting.ts";
import { setThresholds } from "./set-thresholds.ts";
import { showThresholds } from "./show-thresholds.ts";

const CALLS = 7_000;
const MONTHS = ["2026-03", "2026-04", "2026-06"];

type Row = Measured & {
  readonly id: string;
  readonly month: string;
  readonly sourceId: number;
  readonly apart: number | null;
};

test("stored calls are sorted as those that are read, exactly once, through kills, cancellations and changed limits", async (t) => {
  const fixture = await openPrivacyFixture(t);
  const admin = fixture.as("company-administrator");
  const work = { ...fixture.installation, company: admin.company };
  await addTwoSources(fixture);
  await storeFacts(fixture);
  const before = await factsOf(fixture);
  const [company, own]: readonly Limits[] = [
    { durationSeconds: 5, ringSeconds: 3, costCents: 12, unanswered: false, internal: true },
    { ...NO_LIMITS, durationSeconds: 20, unanswered: true },
  ];
  const expected = (row: Row) => apartOf(row, (row.sourceId === 2 ? own : company) ?? NO_LIMITS);

  await setThresholds(admin, { limits: company ?? null });
  const asked = await previewSorting(admin, { sourceId: 2, limits: own ?? null });
  const wanted = before.filter((row) => row.apart !== expected(row));
  assert.deepEqual(
    [asked.looked, asked.changed, asked.countedFrom],
    [CALLS, wanted.length, null],
    "the preview counts what is not set yet",
  );
  assert.deepEqual(
    asked.months.map(({ month, changed }) => [month.slice(0, 7), changed]),
    MONTHS.map((month) => [month, wanted.filter((row) => row.month === month).length]),
  );
  assert.equal((await showThresholds(admin)).behind, true);

  // The first limits are not those it ends with: it begins anew when it meets the second.
  const { runId } = await requestSorting(admin);
  await assert.rejects(requestSorting(admin), { code: "conflict" });
  await assert.rejects(runSorting(work, runId, killedAfter(2)), { message: "killed" });
  await setThresholds(admin, { sourceId: 2, limits: own ?? null });
  await assert.rejects(runSorting(work, runId, killedAfter(4)), { message: "killed" });
  assert.deepEqual(await findWaitingSorting(fixture.installation), [{ companyId: fixture.companyId, runId }]);
  const second = await fixture.reopen();
  await Promise.all([runSorting(work, runId), runSorting({ ...work, ...second }, runId)]);

  const [run] = (await showThresholds(admin)).runs;
  assert.deepEqual([run?.state, run?.looked, run?.total, run?.askedByName], ["done", CALLS, CALLS, "Test"]);
  const after = await factsOf(fixture);
  assert.deepEqual(
    after,
    before.map((row) => ({ ...row, apart: expected(row) })),
  );
  assert.ok(new Set(after.map((row) => row.apart)).size > 12, "many mixtures of thresholds were met");
  assert.equal((await showThresholds(admin)).behind, false);
  assert.deepEqual(
    [(await previewSorting(admin, {})).changed, await findWaitingSorting(fixture.installation)],
    [0, []],
  );

  // A cancelled one leaves what it has done, and the next one does the rest.
  fixture.time.now = new Date("2026-06-15T10:01:00Z");
  await setThresholds(admin, { limits: { ...NO_LIMITS } });
  const cancelled = await requestSorting(admin);
  await assert.rejects(runSorting(work, cancelled.runId, killedAfter(3)), { message: "killed" });
  await cancelSorting(admin);
  await runSorting(work, cancelled.runId);
  await assert.rejects(cancelSorting(admin), { code: "conflict" });
  const half = await showThresholds(admin);
  assert.deepEqual([half.runs[0]?.state, half.behind], ["cancelled", true]);
  await runSorting(work, (await requestSorting(admin)).runId);
  assert.equal((await previewSorting(admin, {})).changed, 0);
  const done = await actionsOf(fixture);
  assert.deepEqual(
    [
      done.filter((action) => action === "thresholds.resort").length,
      done.filter((one) => one === "thresholds.resorted").length,
    ],
    [3, 3],
  );
});

test("limits are the business of who may change rules, and of nobody else's company or sources", async (t) => {
  const fixture = await openPrivacyFixture(t);
  for (const profile of ["supervisor", "dpo", "system-administrator"] as const) {
    await assert.rejects(setThresholds(fixture.as(profile), { limits: NO_LIMITS }), { code: "forbidden" }, profile);
    await assert.rejects(requestSorting(fixture.as(profile)), { code: "forbidden" }, profile);
  }
  await assert.rejects(showThresholds(fixture.as("end-user")), { code: "forbidden" });
  const admin = fixture.as("company-administrator");
  await assert.rejects(setThresholds(admin, { sourceId: 77, limits: NO_LIMITS }), { code: "not-found" });
  await assert.rejects(setThresholds(admin, { limits: null }), /each of them empty/);
});

function killedAfter(times: number): AbortSignal {
  let left = times;
  const { signal } = new AbortController();
  return Object.assign(signal, {
    throwIfAborted: () => {
      if (left-- === 0) throw new Error("killed");
    },
  });
}

async function addTwoSources(fixture: PrivacyFixture): Promise<void> {
  const row = {
    ...{ companyId: fixture.companyId, transport: "shared-file", driver: "asterisk-cdr-csv", product: 4, settings: {} },
    ...{ driverOptions: {}, timeZone: null, country: null, outsideLine: null, extensionDigits: null },
    ...{ internationalPrefix: null, keepNames: false, layoutId: null, layoutVersion: null },
  };
  await withCompany(fixture.db.data("web"), fixture.companyId, async (tx) => {
    for (const name of ["One", "Two"]) await addSource(tx, { ...row, name });
  });
}

/** Calls of three months with every mixture of what a telephone system tells and leaves out. */
async function storeFacts(fixture: PrivacyFixture): Promise<void> {
  // Stored through ingest once, so that the months are there; then gone again.
  await fixture.store(MONTHS.map((month) => ({ at: new Date(`${month}-10T08:00:00Z`), parties: [] })));
  const random = seededRandom(6);
  const some = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const rows = Array.from({ length: CALLS }, (_, i) => {
    const month = some(MONTHS);
    const at = new Date(Date.parse(`${month}-02T00:00:00Z`) + Math.floor(random() * 25 * 86_400_000));
    const hex = at.getTime().toString(16).padStart(12, "0");
    return {
      started_at: at,
      id: `${hex.slice(0, 8)}-${hex.slice(8)}-8000-8000-${i.toString(16).padStart(12, "0")}`,
      company_id: fixture.companyId,
      source_id: some([1, 2, 3]),
      call_day: at.toISOString().slice(0, 10),
      duration_seconds: some([0, 1, 4, 5, 19, 20, 600]),
      parties: 0,
      product: 4,
      kind: 1,
      direction: some([null, 1, 2, 3]),
      disposition: some([null, 1, 2, 3, 4]),
      ring_seconds: some([null, 0, 2, 3, 40]),
      cost_cents: some([null, 0, 11, 12, 5_000]),
      apart: some([null, null, 1, 31]),
    };
  });
  await withCompany(fixture.db.data("owner"), fixture.companyId, async (tx) => {
    await tx`delete from data.call_record`;
    for (let at = 0; at < rows.length; at += 1_000)
      await tx`insert into data.call_record ${tx(rows.slice(at, at + 1_000))}`;
  });
}

async function factsOf(fixture: PrivacyFixture): Promise<Row[]> {
  return await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    async (tx) =>
      [
        ...(await tx`select c.id, to_char(c.call_day, 'YYYY-MM') as month, c.source_id as "sourceId", c.duration_seconds as "durationSeconds",
          c.ring_seconds as "ringSeconds", c.cost_cents as "costCents", c.direction, c.disposition, c.apart
          from data.call_record c order by c.id`),
      ] as unknown as Row[],
  );
}

async function actionsOf(fixture: PrivacyFixture): Promise<string[]> {
  const owner: Sql = fixture.db.data("owner");
  const rows = await withCompany(
    owner,
    fixture.companyId,
    (tx) => tx`select a.action from data.audit a order by a.seq`,
  );
  return rows.map((row) => row["action"] as string);
}
