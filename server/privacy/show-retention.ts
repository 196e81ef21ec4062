import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { DATA_CLASSES, type DataClass, PRODUCTS, type Product } from "../domain/codes.ts";
import type { Rule } from "../domain/retention.ts";
import { beyondBound } from "../domain/rule-change.ts";
import { addDays, type Day, dayIn } from "../domain/zoned-time.ts";
import { liveSlices, type Slice } from "../keyring/index.ts";
import {
  type BoundRow,
  listBounds,
  listChanges,
  listPurges,
  listRules,
  listStored,
  listSweeps,
  type PurgedCount,
  type RuleRow,
  readWork,
} from "../store/index.ts";
import { companyRules } from "./retention/company-rules.ts";
import { heldBySlice } from "./retention/held-values.ts";
import { type Night, NIGHTS, nights } from "./retention/nights.ts";
import { RULED_CLASSES, ruleChanges } from "./retention/rule-changes.ts";
import { type SweepState, sweepState } from "./retention/sweep-state.ts";
import { type ChangeView, changeViews } from "./retention/waiting-changes.ts";

export interface RuleView {
  readonly product: Product;
  readonly class: DataClass;
  /** null = switched off. */
  readonly keptDays: number | null;
  /** From when on it is shown masked to everybody; null = never by rule. */
  readonly maskedAfterDays: number | null;
  readonly isDefault: boolean;
  /** False for names while the company does not ask for them: the rule is what would hold. */
  readonly stored: boolean;
  readonly reason: string | null;
  readonly setAt: Date | null;
  /** What happens at the end: a full SSN's truncated form lives on, unless it ends with it. */
  readonly action: "delete" | "truncate";
  /** The oldest call day of which something is still there; null when nothing is held. */
  readonly oldestDay: Day | null;
  /** How many values there are. */
  readonly held: number;
  /** What the operator allows; the rule may lie outside when it is older than the bound. */
  readonly bound: Pick<BoundRow, "shortestDays" | "longestDays"> | null;
  readonly isOutside: boolean;
}

/** A changed rule on its way into what is stored. */
export interface WorkView {
  readonly startedAt: Date | null;
  readonly rowsToDo: number;
  readonly rowsDone: number;
}

export interface RetentionView {
  readonly rules: readonly RuleView[];
  /** The last 30 nights, what went. */
  readonly went: readonly Night[];
  /** The next 30 nights, what will go. */
  readonly goes: readonly Night[];
  readonly lastSweepAt: Date | null;
  /** How long the last one that destroyed something took; null while none has. */
  readonly lastSweepMs: number | null;
  /** Whether clean-up runs, or waits for a person. What is past its day is unreadable either way. */
  readonly sweep: SweepState;
  /** null when everything stored agrees with the rules. */
  readonly applying: WorkView | null;
  /** What waits for the company's word, and the last decisions. */
  readonly changes: readonly ChangeView[];
}

const MOST_CHANGES = 100;

/** The rules that hold, what went in the last nights, what will go in the next ones, and what waits. */
export async function showRetention(ctx: CompanyContext): Promise<RetentionView> {
  authoriseCompany(ctx, "retention.see");
  const companyId = ctx.company.id;
  const now = ctx.clock();
  const today = dayIn(ctx.company.timeZone, now);
  const [slices, sweep, bounds, sweeps] = await Promise.all([
    liveSlices(ctx.keyring, companyId, { classes: RULED_CLASSES }),
    sweepState(ctx),
    listBounds(door(ctx, "web")),
    listSweeps(door(ctx, "web"), 1),
  ]);
  const read = await withCompany(door(ctx, "web"), companyId, (tx) => readAll(tx, companyId, slices));
  const changes = ruleChanges(slices, read.rules, ctx.company.timeZone, now);
  const applying = changes.length > 0 || (read.work !== null && read.work.endedAt === null);
  const from = addDays(today, -NIGHTS);
  const went = read.purges.map((row) => ({ ...row, day: dayIn(ctx.company.timeZone, row.wentAt) }));
  const goes = read.stored.map((row) => ({ ...row, day: row.expiresOn }));
  const oldest = oldestDays(slices, read.held);
  return {
    rules: read.rules.all.map((rule) => viewOf(rule, { ...read, bounds, oldest })),
    went: nights(went.filter((row) => row.day > from)),
    goes: nights(goes.filter((row) => row.day > today && row.day <= addDays(today, NIGHTS))),
    lastSweepAt: sweep.lastSweepAt,
    lastSweepMs: sweeps[0]?.tookMs ?? null,
    sweep,
    applying: applying ? workOf(read.work) : null,
    changes: changeViews(read.changes, now, ctx.actor.accountId),
  };
}

async function readAll(tx: Tx, companyId: number, slices: readonly Slice[]) {
  const stored = await listStored(tx, companyId);
  return {
    rules: await companyRules(tx, companyId),
    own: await listRules(tx, companyId),
    purges: await listPurges(tx, companyId, { limit: 5_000 }),
    stored,
    held: await heldBySlice(tx, companyId, slices, stored),
    work: await readWork(tx, companyId),
    changes: await listChanges(tx, companyId, MOST_CHANGES),
  };
}

interface Known {
  readonly own: readonly RuleRow[];
  readonly rules: { rule(product: Product, dataClass: DataClass): Rule };
  readonly stored: readonly PurgedCount[];
  readonly bounds: readonly BoundRow[];
  readonly oldest: ReadonlyMap<string, Day>;
}

function viewOf(rule: Rule, known: Known): RuleView {
  const { product, class: cls, keptDays, maskedAfterDays = null } = rule;
  const row = known.own.find((one) => isFor(one, product, cls));
  const bound = known.bounds.find((one) => one.class === DATA_CLASSES[cls]);
  const truncated = known.rules.rule(product, "ssn_truncated").keptDays ?? Number.POSITIVE_INFINITY;
  return {
    product,
    class: cls,
    keptDays,
    maskedAfterDays,
    isDefault: row === undefined,
    stored: cls !== "name" || row !== undefined,
    reason: row?.reason ?? null,
    setAt: row?.setAt ?? null,
    action: cls === "ssn" && truncated > (keptDays ?? Number.POSITIVE_INFINITY) ? "truncate" : "delete",
    oldestDay: known.oldest.get(`${PRODUCTS[product]} ${DATA_CLASSES[cls]}`) ?? null,
    held: known.stored.reduce((sum, one) => sum + (isFor(one, product, cls) ? one.held : 0), 0),
    bound: bound === undefined ? null : { shortestDays: bound.shortestDays, longestDays: bound.longestDays },
    isOutside: beyondBound(keptDays, bound) !== null,
  };
}

/** Measured from the keys that live and hold something, not from what a job says it did. */
function oldestDays(slices: readonly Slice[], held: ReadonlyMap<number, number>): Map<string, Day> {
  const oldest = new Map<string, Day>();
  for (const slice of slices) {
    if ((held.get(slice.id) ?? 0) === 0) continue;
    const key = `${slice.product} ${slice.class}`;
    if (slice.callDay < (oldest.get(key) ?? "9999")) oldest.set(key, slice.callDay);
  }
  return oldest;
}

function workOf(work: { startedAt: Date; endedAt: Date | null; rowsToDo: number; rowsDone: number } | null): WorkView {
  // A change that no worker has begun on yet has no figures.
  if (work === null || work.endedAt !== null) return { startedAt: null, rowsToDo: 0, rowsDone: 0 };
  return { startedAt: work.startedAt, rowsToDo: work.rowsToDo, rowsDone: work.rowsDone };
}

function isFor(row: { product: number; class: number }, product: Product, cls: DataClass): boolean {
  return row.product === PRODUCTS[product] && row.class === DATA_CLASSES[cls];
}

export type { Night } from "./retention/nights.ts";
