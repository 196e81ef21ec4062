import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { withCompany } from "#db/with-company.ts";
import { verifyLedger } from "#server/keyring/index.ts";
import { openPrivacyFixture, type PrivacyFixture, setAtOnce } from "#server/privacy/privacy-fixture.ts";
import { forgetTheDead, startVictim, takeMark } from "./victim.ts";

/** Points of a clean-up, known to `kill-at.ts`: of a night, and of a rule that is shortened or lengthened. */
export const CLEAN_UP_POINTS = [
  { name: "ledger-before-commit", kind: "night" },
  { name: "keys-gone-before-drop", kind: "night" },
  { name: "in-the-drop", kind: "night" },
  { name: "refused-before-rows", kind: "shorter" },
  { name: "rows-gone-before-keys", kind: "shorter" },
  { name: "rows-moving", kind: "shorter" },
] as const;
type Point = (typeof CLEAN_UP_POINTS)[number];

export interface CleanUpVerdict {
  /** Rows that should be gone and stand, or should stand and are gone; keys likewise; values the log counts wrongly. */
  readonly wrong: number;
  readonly kills: number;
  readonly happened: Readonly<Record<string, number>>;
  readonly ledgerWhole: boolean;
  /** A verdict that does not notice a row too many is worth nothing. */
  readonly noticed: boolean;
}

const DAY_MS = 86_400_000;
const PATIENCE_MS = 180_000;
const phone = { role: "calling", class: "phone", text: "+46701740605" } as const;

/** Kills the worker at each point, lets another one go on, and compares what is there with what should be. */
export async function killCleanUps(times: number): Promise<CleanUpVerdict> {
  const verdict = { wrong: 0, kills: 0, happened: {} as Record<string, number>, ledgerWhole: true, noticed: true };
  for (let time = 0; time < times; time++) {
    const one = await killInOneHome();
    verdict.wrong += one.wrong;
    verdict.kills += one.happened.length;
    for (const point of one.happened) verdict.happened[point] = (verdict.happened[point] ?? 0) + 1;
    verdict.ledgerWhole &&= one.ledgerWhole;
    verdict.noticed &&= one.noticed;
  }
  return verdict;
}

/** A home of its own each time: once a rule was shortened, no call older than that is taken for another night. */
async function killInOneHome() {
  const endings: (() => Promise<void>)[] = [];
  const desk = await openPrivacyFixture({ after: (ending) => endings.push(ending) });
  const expected = { standing: 0, gone: 0 };
  const happened: string[] = [];
  let kept = 119;
  try {
    for (const point of CLEAN_UP_POINTS) {
      kept -= 2;
      await arrange(desk, point.kind, kept, expected);
      if (await killedAt(desk, point)) happened.push(point.name);
      await finish(desk, expected);
    }
    const wrong = await difference(desk, expected);
    const noticed = (await difference(desk, { ...expected, standing: expected.standing + 1 })) !== wrong;
    const { ok } = await verifyLedger(join(desk.db.home, "ledger"));
    return { wrong, happened, ledgerWhole: ok, noticed };
  } finally {
    for (const ending of endings.reverse()) await ending();
  }
}

/** Calls whose night has come, or calls that a rule shortened to `kept` days cuts off; and always some that stay. */
async function arrange(
  desk: PrivacyFixture,
  kind: Point["kind"],
  kept: number,
  expected: { standing: number; gone: number },
) {
  const now = Date.now();
  const call = (days: number) => ({ at: new Date(now - days * DAY_MS), product: "cc" as const, parties: [phone] });
  const going = kind === "night" ? [130, 131, 132] : [kept + 2, kept + 2, kept + 3];
  // Stored when they were young: the clock of this process is the one that is played.
  desk.time.now = new Date(now - 100 * DAY_MS);
  if (kind === "night") desk.time.now = new Date(now - 129 * DAY_MS);
  await desk.store([...going, 5].map(call));
  desk.time.now = new Date();
  // A number and a raw record each.
  expected.gone += 2 * going.length;
  expected.standing += 2;
  if (kind === "night") return;
  const changes = [{ product: "cc" as const, class: "phone" as const, keptDays: kept }];
  await setAtOnce(desk, desk.as("dpo", { via: "cli" }), { changes, reason: "shorter" });
}

async function killedAt(desk: PrivacyFixture, point: Point): Promise<boolean> {
  const mark = join(desk.db.home, "fault-mark");
  await forgetTheDead(desk.db);
  const victim = startVictim(desk.db.home, "worker", { name: point.name, mark });
  const signal = await Promise.race([victim.died, wait(PATIENCE_MS, undefined, { ref: false })]);
  await victim.kill();
  return takeMark(mark) && signal === "SIGKILL";
}

/** Another worker takes over, as after the time for which the queue believes the dead one. */
async function finish(desk: PrivacyFixture, expected: { standing: number; gone: number }): Promise<void> {
  await forgetTheDead(desk.db);
  const worker = startVictim(desk.db.home, "worker");
  try {
    await worker.ready;
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await wait(250)) {
      if ((await difference(desk, expected)) === 0) return;
    }
  } finally {
    await worker.kill();
  }
}

async function difference(desk: PrivacyFixture, expected: { standing: number; gone: number }): Promise<number> {
  const { companyId, db } = desk;
  const now = new Date().toISOString();
  const { rows, logged } = await withCompany(db.data("owner"), companyId, async (tx) => {
    const [row] = await tx`
      select (select count(*)::int from data.party where company_id = ${companyId})
        + (select coalesce(sum(records), 0)::int from data.raw_segment where company_id = ${companyId}) as rows,
        (select coalesce(sum(held), 0)::int from data.purge_log where company_id = ${companyId} and class <> 7) as logged`;
    return { rows: row?.["rows"] as number, logged: row?.["logged"] as number };
  });
  const [keys] = await db.keyring("keeper")`
    select count(*)::int as due from keyring.due_slices(${now}::text::timestamptz)`;
  const due = keys?.["due"] as number;
  return Math.abs(rows - expected.standing) + Math.abs(logged - expected.gone) + due;
}
