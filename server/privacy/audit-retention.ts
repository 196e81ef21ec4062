import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { AUDIT_CLASS, monthsMoved, readAuditRule } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import {
  AUDIT_DEFAULT_DAYS,
  AUDIT_LEAST_DAYS,
  AUDIT_MOST_DAYS,
  AUDIT_RULE,
  auditKeptFrom,
} from "../domain/audit-rule.ts";
import { withoutNumbers } from "../domain/free-text.ts";
import { beyondBound, coolsUntil } from "../domain/rule-change.ts";
import { requireStepUp } from "../domain/step-up.ts";
import { type Day, dayIn, startOfDay } from "../domain/zoned-time.ts";
import { liveSlices, type Slice } from "../keyring/index.ts";
import { auditPast, auditRows, auditState, type BoundRow, listCooling } from "../store/index.ts";
import { askAudit, type AuditStep, auditStep, type CoolingAudit, coolingAudits } from "./retention/audit-change.ts";
import { checkAuditBound } from "./retention/check-bounds.ts";

export interface AuditRuleView {
  readonly keptDays: number;
  readonly isDefault: boolean;
  readonly defaultDays: number;
  /** No rule is shorter, whatever the operator's bound. */
  readonly leastDays: number;
  readonly reason: string | null;
  readonly setAt: Date | null;
  readonly cooling: readonly CoolingAudit[];
  /** Entries there are, and the day of the oldest. */
  readonly entries: number;
  readonly oldestDay: Day | null;
  readonly bound: Pick<BoundRow, "shortestDays" | "longestDays"> | null;
  readonly isOutside: boolean;
}

/** How long the audit is kept, and what there is of it: counts and a day, of nobody. For `showRetention`. */
export async function viewAuditRule(tx: Tx, ctx: CompanyContext, bounds: readonly BoundRow[]): Promise<AuditRuleView> {
  const { id, timeZone } = ctx.company;
  const { keptDays, row } = await readAuditRule(tx, id);
  const state = await auditState(tx, id);
  const gone = state?.checkpoint?.seq ?? 0;
  const [oldest] = await auditRows(tx, id, gone, 1);
  const bound = bounds.find((one) => one.class === AUDIT_RULE.class);
  return {
    keptDays,
    isDefault: row === null,
    defaultDays: AUDIT_DEFAULT_DAYS,
    leastDays: AUDIT_LEAST_DAYS,
    reason: row?.reason ?? null,
    setAt: row?.setAt ?? null,
    cooling: coolingAudits(await listCooling(tx, id)),
    entries: (state?.seq ?? 0) - gone,
    oldestDay: oldest === undefined ? null : dayIn(timeZone, new Date(oldest.at)),
    bound: bound === undefined ? null : { shortestDays: bound.shortestDays, longestDays: bound.longestDays },
    isOutside: beyondBound(keptDays, bound) !== null,
  };
}

/** On the day on which each shortening in its cool-down takes hold: the entries that go by it, of those there are. */
export async function auditGoesOn(tx: Tx, ctx: CompanyContext): Promise<Map<Day, number>> {
  const { id, timeZone } = ctx.company;
  const goes = new Map<Day, number>();
  let standing = (await readAuditRule(tx, id)).keptDays;
  for (const { keptDays: days, holdsOn } of coolingAudits(await listCooling(tx, id))) {
    const at = startOfDay(holdsOn, timeZone);
    const past = (kept: number) => auditPast(tx, id, auditKeptFrom(kept, timeZone, at));
    if (days < standing) goes.set(holdsOn, (goes.get(holdsOn) ?? 0) + (await past(days)) - (await past(standing)));
    standing = Math.min(standing, days);
  }
  return goes;
}

const keptDays = z.number().int().min(AUDIT_LEAST_DAYS).max(AUDIT_MOST_DAYS);

export const PreviewAuditInput = z.strictObject({
  keptDays,
  /** As if two persons had skipped the cool-down. */
  waived: z.boolean().optional(),
});
export type PreviewAuditInput = z.infer<typeof PreviewAuditInput>;

/** What a change of the audit's rule does to the entries there are. What went does not come back. */
export interface AuditPreview {
  readonly before: number;
  readonly keptDays: number;
  readonly direction: AuditStep["direction"];
  /** The day with whose midnight fewer days take hold; null when nothing has a cool-down. */
  readonly holdsOn: Day | null;
  /** Entries that go when it takes hold and would have stayed by the rule before; counted up to a million. */
  readonly entriesGo: number;
  /** Months of which the audit cannot say any more whom it was about. */
  readonly monthsEnd: number;
  /** Months whose key gets another end. */
  readonly monthsMoved: number;
}

/** By the predicate of the purge itself, asked as if the day had come. Changes nothing. */
export async function previewAuditRetention(ctx: CompanyContext, input: PreviewAuditInput): Promise<AuditPreview> {
  authoriseCompany(ctx, "retention.see");
  const { keptDays: wanted, waived = false } = PreviewAuditInput.parse(input);
  const months = await liveSlices(ctx.keyring, ctx.company.id, { classes: [AUDIT_CLASS] });
  return await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const step = await auditStep(tx, ctx.company.id, wanted, waived);
    await checkAuditBound(ctx, wanted);
    return await effectOf(tx, ctx, step, { months, waived });
  });
}

async function effectOf(
  tx: Tx,
  ctx: CompanyContext,
  { before, after, direction }: AuditStep,
  { months, waived }: { readonly months: readonly Slice[]; readonly waived: boolean },
): Promise<AuditPreview> {
  const { id, timeZone } = ctx.company;
  const now = ctx.clock();
  const today = dayIn(timeZone, now);
  const holdsOn = direction === "shorter" && !waived ? coolsUntil(today) : null;
  const day = holdsOn ?? today;
  const at = holdsOn === null ? now : startOfDay(holdsOn, timeZone);
  const past = (days: number) => auditPast(tx, id, auditKeptFrom(days, timeZone, at));
  const entriesGo = direction === "shorter" ? (await past(after.keptDays)) - (await past(before.keptDays)) : 0;
  const moved = monthsMoved(months, after.keptDays, day);
  const ended = moved.filter(({ ends, slice }) => ends <= day && slice.expiresOn > day);
  return {
    before: before.keptDays,
    keptDays: after.keptDays,
    direction,
    holdsOn,
    entriesGo,
    monthsEnd: ended.length,
    monthsMoved: moved.length - ended.length,
  };
}

export const SetAuditInput = z.strictObject({ keptDays, reason: z.string().trim().min(3).max(500) });
export type SetAuditInput = z.infer<typeof SetAuditInput>;

export interface SetAudit extends AuditPreview {
  readonly state: "set" | "cooling" | "waiting";
  readonly changeId: string | null;
  readonly coolingId: string | null;
}

/**
 * Sets how long the audit is kept, as every rule is set: fewer days hold after a cool-down, more wait for the company's own
 * approval (`decideRetention` takes both), and a data protection officer may only shorten.
 */
export async function setAuditRetention(ctx: CompanyContext, input: SetAuditInput): Promise<SetAudit> {
  const loosens = ctx.actor.permissions.has("retention.set");
  authoriseCompany(ctx, loosens ? "retention.set" : "retention.tighten");
  const { keptDays: wanted, reason: words } = SetAuditInput.parse(input);
  const preview = await previewAuditRetention(ctx, { keptDays: wanted });
  if (preview.direction === "shorter") requireStepUp(ctx);
  return await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const step = await auditStep(tx, ctx.company.id, wanted);
    if (step.direction === "longer" && !loosens)
      throw new AppError(
        "forbidden",
        "You may only shorten this. To keep it longer, ask the reseller to change the rule.",
      );
    const asked = await askAudit(tx, ctx, step, withoutNumbers(words, ctx.clock()));
    const state = asked.changeId !== null ? "waiting" : asked.coolingId !== null ? "cooling" : "set";
    return { ...preview, ...asked, state };
  });
}
