import assert from "node:assert/strict";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { restrictPerson } from "../../privacy/cases/restrict-person.ts";
import { settleCase } from "../../privacy/cases/settle-case.ts";
import { askFor, hitsOf, workOf } from "../../privacy/erase-fixture.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../../privacy/privacy-fixture.ts";
import { purgeCompany } from "../../privacy/retention/purge-company.ts";
import { runErasure } from "../../privacy/run-erasure.ts";
import { search } from "../../privacy/search.ts";
import { requestSorting } from "./request-sorting.ts";
import { runSorting } from "./run-sorting.ts";
import { setThresholds } from "./set-thresholds.ts";

const ERASED = "070-1740605";
const RESTRICTED = "070-1740611";
const OTHER = "070-1740617";
const SSN = "189001019802";

/** What a sorting is allowed to write besides the one column. */
const ITS_OWN = new Set(["data.sort_run", "data.audit", "data.audit_head"]);

test("sorting anew revives no erased number and nothing that has expired: all but what calls are counted as stays byte for byte", async (t) => {
  const fixture = await openPrivacyFixture(t);
  const admin = fixture.as("company-administrator");
  const work = { ...fixture.installation, company: admin.company };
  const call = (day: string, text: string, extension = "3000") => ({
    at: new Date(`${day}T08:00:00Z`),
    extension,
    parties: [{ role: "calling", class: "phone", text } as const],
  });
  const withSsn = { ...call("2026-06-01", OTHER), parties: [{ role: "caller", class: "ssn", text: SSN } as const] };
  await fixture.store([
    ...[call("2026-06-10", ERASED), call("2026-06-11", RESTRICTED), call("2026-06-12", OTHER)],
    // Its class has expired long since: a call without anybody.
    ...[call("2025-12-01", OTHER), withSsn],
  ]);
  await fixture.storeUndefined([`?? ${ERASED} garbage`]);
  const words = { name: "Request", reason: "It is contested", ground: "accuracy", endsOn: "2026-09-30" } as const;
  const restricted = await restrictPerson(fixture.as("dpo"), { text: RESTRICTED, ...words });
  await settleCase(work, restricted.caseId);

  // The sorting is asked for before the erasure and runs after it.
  await setThresholds(admin, { limits: { durationSeconds: 100 } });
  const { runId } = await requestSorting(admin);
  const erasure = await askFor(fixture, { text: ERASED });
  fixture.time.now = new Date("2026-06-15T10:00:01Z");
  await runErasure(workOf(fixture, erasure.erasureId));
  await purgeCompany(work);
  const before = await everything(fixture);
  await runSorting(work, runId);
  const after = await everything(fixture);

  assert.deepEqual([...after.keys()], [...before.keys()]);
  assert.ok(before.size > 40, `${before.size} tables were looked at`);
  let changed = 0;
  for (const [table, rows] of before) {
    const now = after.get(table) ?? [];
    if (table === "data.call_record") {
      const bare = (some: readonly Row[]) => some.map(({ apart: _, ...rest }) => rest);
      assert.deepEqual(bare(now), bare(rows), table);
      changed = now.filter((row, i) => row["apart"] !== rows[i]?.["apart"]).length;
      assert.deepEqual(
        new Set(now.map((row) => row["apart"])),
        new Set([1]),
        "held, restricted, erased, expired: all alike",
      );
    } else if (!ITS_OWN.has(table)) assert.deepEqual(now, rows, table);
  }
  assert.equal(changed, 5);
  assert.deepEqual(await hitsOf(fixture, ERASED), []);
  // A call that is kept apart is stored like any other: it is found, and goes with its person.
  assert.equal((await search(admin, { text: OTHER })).hits.length, 1);
  await runErasure(workOf(fixture, (await askFor(fixture, { text: OTHER })).erasureId));
  assert.deepEqual(await hitsOf(fixture, OTHER), []);
});

type Row = Readonly<Record<string, unknown>>;

/** Every row of both clusters, by table. */
async function everything(fixture: PrivacyFixture): Promise<Map<string, Row[]>> {
  const all = new Map<string, Row[]>();
  for (const schema of ["data", "keyring"] as const) {
    const owner = fixture.db[schema]("owner");
    await withCompany(owner, fixture.companyId, async (tx) => {
      const tables = await tx`select c.relname as name from pg_class c
        where c.relnamespace = ${schema}::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`;
      for (const { name } of tables) {
        const rows = await tx.unsafe(`select to_jsonb(t) as row from ${schema}.${name as string} t order by t::text`);
        const sorted = rows.map((row) => row["row"] as Row);
        // The order by the whole row goes by what a call is counted as, too.
        if (name === "call_record") sorted.sort((a, b) => (String(a["id"]) < String(b["id"]) ? -1 : 1));
        all.set(`${schema}.${name as string}`, sorted);
      }
    });
  }
  return all;
}
