import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { DATA_CLASSES, type DataClass, PRODUCTS, type Product } from "../domain/codes.ts";
import { expiresOn, type Rule, type RuleSet } from "../domain/retention.ts";
import { beyondBound } from "../domain/rule-change.ts";
import { addDays, type Day, dayIn, daysBetween } from "../domain/zoned-time.ts";
import { liveSlices, type Slice } from "../keyring/index.ts";
import {
  type BoundRow,
  listBounds,
  listChanges,
  listCooling,
  listPurges,
  listRules,
  listStored,
  listSweeps,
  type PurgedCount,
  type RuleRow,
  readWork,
} from "../store/index.ts";
import { auditGoesOn, type AuditRuleView, viewAuditRule } from "./audit-retention.ts";
import { endsAhead, rulesAhead } from "./retention/ahead.ts";
import { callsAhead } from "./retention/calls-ahead.ts";
import { type Cooling, coolingOf, ruleParts } from "./retention/company-rules.ts";
import { asRules } from "../domain/stored-rules.ts";
import { heldBySlice } from "./retention/held-values.ts";
import { comingNights, type Night, NIGHTS, nights } from "./retention/nights.ts";
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
  /** How many days it is really kept, where another rule ends it first; null where its own days say it. */
  readonly effectiveDays: number | null;
  /** Shortenings in their cool-down, the first to take hold before the others. */
  readonly cooling: readonly { readonly keptDays: number; readonly holdsOn: Day }[];
  /** While it is switched off: the day on which it holds again by itself, and what it keeps then. */
  readonly disabledUntil: Day | null;
  readonly formerDays: number | null;
  /** A public body has not decided on disposing of it: nothing of it goes, and nothing of it is hidden. */
  readonly undecided: boolean;
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
  /** A public body: its rules run under disposal decisions. */
  readonly isPublic: boolean;
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
  /** How long the audit of the company is kept: a rule of its own, of no product. */
  readonly audit: AuditRuleView;
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
  const read = await withCompany(door(ctx, "web"), companyId, (tx) => readAll(tx, ctx, slices, bounds));
  const changes = ruleChanges(slices, read.rules, ctx.company.timeZone, now);
  const isCooled = read.cooling.some((one) => one.holdsOn <= today);
  const applying = isCooled || changes.length > 0 || (read.work !== null && read.work.endedAt === null);
  const from = addDays(today, -NIGHTS);
  const went = read.purges.map((row) => ({ ...row, day: dayIn(ctx.company.timeZone, row.wentAt) }));
  const oldest = oldestDays(slices, read.held);
  return {
    isPublic: ctx.company.kind === "public",
    rules: read.rules.all.map((rule) => viewOf(rule, { ...read, bounds, oldest, today })),
    went: nights(went.filter((row) => row.day > from)),
    goes: comingNights(read.goes, today),
    lastSweepAt: sweep.lastSweepAt,
    lastSweepMs: sweeps[0]?.tookMs ?? null,
    sweep,
    applying: applying ? workOf(read.work) : null,
    audit: read.audit,
    changes: changeViews(read.changes, now, ctx.actor.accountId, { records: read.goesOn, audit: read.auditGoes }),
  };
}

async function readAll(tx: Tx, ctx: CompanyContext, slices: readonly Slice[], bounds: readonly BoundRow[]) {
  const { id: companyId, timeZone } = ctx.company;
  const stored = await listStored(tx, companyId);
  const own = await listRules(tx, companyId);
  const parts = await ruleParts(tx, companyId);
  const rules = parts.rulesOf(asRules(own));
  const held = await heldBySlice(tx, companyId, slices, stored);
  const cooling = coolingOf(await listCooling(tx, companyId));
  const ahead = rulesAhead(parts, asRules(own), cooling);
  const ends = endsAhead(slices, ahead, timeZone);
  const calls = await callsAhead(tx, companyId, { now: { rules }, ahead, today: dayIn(timeZone, ctx.clock()) });
  const goesOn = new Map<Day, number>();
  for (const { cutBy, slice } of ends)
    if (cutBy !== null) goesOn.set(cutBy, (goesOn.get(cutBy) ?? 0) + (held.get(slice.id) ?? 0));
  return {
    rules,
    own,
    cooling,
    goesOn,
    goes: [...ends.map((end) => ({ ...cellOf(end.slice), day: end.day, held: held.get(end.slice.id) ?? 0 })), ...calls],
    purges: await listPurges(tx, companyId, { limit: 5_000 }),
    stored,
    held,
    work: await readWork(tx, companyId),
    audit: await viewAuditRule(tx, ctx, bounds),
    auditGoes: await auditGoesOn(tx, ctx),
    changes: await listChanges(tx, companyId, MOST_CHANGES),
  };
}

function cellOf({ product, class: cls }: Slice) {
  return { product, class: cls };
}

interface Known {
  readonly own: readonly RuleRow[];
  readonly rules: RuleSet;
  readonly cooling: readonly Cooling[];
  readonly today: Day;
  readonly stored: readonly PurgedCount[];
  readonly bounds: readonly BoundRow[];
  readonly oldest: ReadonlyMap<string, Day>;
}

function viewOf(rule: Rule, known: Known): RuleView {
  const { product, class: cls, keptDays, maskedAfterDays = null } = rule;
  const row = known.own.find((one) => isFor(one, product, cls));
  const bound = known.bounds.find((one) => one.class === DATA_CLASSES[cls]);
  const cools = known.cooling.filter((one) => one.product === product && one.class === cls);
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
    effectiveDays: effectiveDays(rule, known),
    cooling: cools.map(({ keptDays: days, holdsOn }) => ({ keptDays: days, holdsOn })),
    disabledUntil: rule.disabledUntil ?? null,
    formerDays: keptDays === null ? (rule.formerDays ?? null) : null,
    undecided: rule.undecided === true,
    oldestDay: known.oldest.get(`${PRODUCTS[product]} ${DATA_CLASSES[cls]}`) ?? null,
    held: known.stored.reduce((sum, one) => sum + (isFor(one, product, cls) ? one.held : 0), 0),
    bound: bound === undefined ? null : { shortestDays: bound.shortestDays, longestDays: bound.longestDays },
    isOutside: beyondBound(keptDays, bound) !== null,
  };
}

/**
 * How long it is really kept where another rule ends it first: a raw record with the shortest of what stands in it, a line
 * nobody understood with the company's shortest rule. null where its own days say it all.
 */
function effectiveDays(rule: Rule, { rules, today }: Known): number | null {
  const { product, class: cls } = rule;
  if (cls !== "raw" && cls !== "undefined") return null;
  const real = cls === "raw" ? rules.rawRule(product, ["phone"]) : rules.undefinedRule(product);
  const days = daysBetween(today, expiresOn(today, today, real)) - 1;
  return rule.keptDays !== null && days === rule.keptDays ? null : days;
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
