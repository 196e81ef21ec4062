import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { withCompany } from "#db/with-company.ts";
import { addSource, startSource } from "#server/collect/index.ts";
import { listSegments } from "#server/inbox/index.ts";
import { createSecrets } from "#server/keyring/index.ts";
import { asFirstCompany } from "./first-company.ts";
import { createPbx, type Pbx } from "./pbx.ts";

/** A home of its own with a company and one running source, whose PBX writes into `folder`. */
export interface CrashHome {
  readonly home: string;
  readonly pbx: Pbx;
  /** What is stored, and how it compares with what the PBX sent. */
  verdict(): Promise<Verdict>;
  /** Waits until everything sent is stored, or nothing more comes for `patienceMs`. */
  drain(patienceMs?: number): Promise<Verdict>;
  pendingSegments(): Promise<number>;
  /** Takes one stored call away: a verdict that does not notice is worth nothing. */
  loseOne(): Promise<void>;
  /** Rises whenever another collector takes the source. */
  fencing(): Promise<number>;
  /** As if the time a lease lasts had passed since its holder died. */
  ageLeases(): Promise<void>;
  close(): Promise<void>;
}

export interface Verdict {
  readonly sent: number;
  readonly lost: number;
  readonly twice: number;
  readonly foreign: number;
  /** Undefined lines, parties and raw records that are missing or too many. */
  readonly rubbishOff: number;
  readonly partiesOff: number;
  readonly rawOff: number;
}

const DAY_MS = 86_400_000;

export async function openCrashHome(): Promise<CrashHome> {
  const db = await openTestDatabase();
  await createSecrets(db.home);
  writeFileSync(join(db.home, "secrets", "collector.key"), "c".repeat(43), { mode: 0o600 });
  const folder = join(db.home, "shared", "prov", "1");
  const pbx = createPbx(folder, new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - 5 * DAY_MS));
  const companyId = await setUp(db.home, folder);
  const verdict = () => judge(db, companyId, pbx);
  return {
    home: db.home,
    pbx,
    verdict,
    async drain(patienceMs = 180_000) {
      let last = await verdict();
      let changedAt = Date.now();
      while (!isClean(last) && Date.now() - changedAt < patienceMs) {
        await new Promise((resolve) => setTimeout(resolve, 500));
        const next = await verdict();
        if (JSON.stringify(next) !== JSON.stringify(last)) changedAt = Date.now();
        last = next;
      }
      return last;
    },
    pendingSegments: async () => (await listSegments(join(db.home, "inbox"))).length,
    loseOne: () =>
      withCompany(db.data("owner"), companyId, async (tx) => {
        await tx`delete from data.call_record where company_id = ${companyId}
          and id = (select id from data.call_record where company_id = ${companyId} limit 1)`;
      }),
    fencing: () =>
      withCompany(db.data("owner"), companyId, async (tx) => {
        const [row] =
          await tx`select max(fencing)::int as fencing from data.source_lease where company_id = ${companyId}`;
        return row?.["fencing"] as number;
      }),
    ageLeases: () =>
      withCompany(db.data("owner"), companyId, async (tx) => {
        await tx`update data.source_lease set expires_at = now() where company_id = ${companyId}`;
      }),
    close: () => db.close(),
  };
}

export function isClean(verdict: Verdict): boolean {
  const { sent: _, ...off } = verdict;
  return Object.values(off).every((count) => count === 0);
}

async function setUp(home: string, folder: string): Promise<number> {
  return await asFirstCompany(home, async (ctx) => {
    const source = await addSource(ctx, {
      name: "PBX",
      driver: "asterisk-cdr-csv",
      settings: { path: folder, pattern: "Master.csv*", restSeconds: 0.5 },
      timeZone: "UTC",
    });
    await startSource(ctx, source);
    return ctx.company.id;
  });
}

/** Every call has a second of its own: the stored ones are compared with the journal one by one. */
async function judge(db: TestDatabase, companyId: number, pbx: Pbx): Promise<Verdict> {
  const { calls, rubbish } = pbx.sent;
  return await withCompany(db.data("owner"), companyId, async (tx) => {
    const [row] = await tx`
      with stored as (select started_at, count(*)::int as n from data.call_record where company_id = ${companyId} group by 1),
        sent as (select ${pbx.startOf(0)}::timestamptz + make_interval(secs => n) as started_at from generate_series(0, ${calls - 1}) n)
      select (select count(*)::int from sent where not exists (select from stored s where s.started_at = sent.started_at)) as lost,
        (select coalesce(sum(n - 1), 0)::int from stored) as twice,
        (select count(*)::int from stored where not exists (select from sent where sent.started_at = stored.started_at)) as foreign,
        (select count(*)::int from data.undefined_line where company_id = ${companyId}) as rubbish,
        (select count(*)::int from data.party where company_id = ${companyId}) as parties,
        (select coalesce(sum(records), 0)::int from data.raw_segment where company_id = ${companyId}) as raw`;
    const count = (name: string) => row?.[name] as number;
    return {
      sent: calls,
      lost: count("lost"),
      twice: count("twice"),
      foreign: count("foreign"),
      rubbishOff: count("rubbish") - rubbish,
      partiesOff: count("parties") - calls,
      rawOff: count("raw") - calls,
    };
  });
}
