import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audited, readAuditRule } from "../audit/index.ts";
import { authorise, type Context, door } from "../context.ts";
import { AUDIT_RULE } from "../domain/audit-rule.ts";
import { DATA_CLASSES, type DataClass, nameOf } from "../domain/codes.ts";
import { withoutNumbers } from "../domain/free-text.ts";
import { beyondBound } from "../domain/rule-change.ts";
import { requireStepUp } from "../domain/step-up.ts";
import { type BoundRow, type CompanyRow, listBounds, shownCompanies, setBound } from "../store/index.ts";
import { companyRules } from "./retention/company-rules.ts";

/** Every class of records, and the audit. */
export type BoundClass = DataClass | "audit";

export interface BoundView {
  readonly class: BoundClass;
  readonly shortestDays: number | null;
  readonly longestDays: number | null;
  readonly reason: string | null;
  readonly setByName: string | null;
  readonly setAt: Date | null;
}

/** A company whose rule lies beyond a bound: it stays until somebody sets it anew, and is shown. */
export interface OutsideRule {
  readonly slug: string;
  readonly name: string;
  readonly class: BoundClass;
  readonly rules: number;
}

export interface BoundsView {
  readonly bounds: readonly BoundView[];
  /** At most a hundred; bounds destroy and lengthen nothing by themselves. */
  readonly outside: readonly OutsideRule[];
}

const CODES: Readonly<Record<BoundClass, number>> = { ...DATA_CLASSES, audit: AUDIT_RULE.class };
const ALL_CLASSES = Object.keys(CODES) as BoundClass[];
const MOST_OUTSIDE = 100;

/** How short and how long each class may be kept in this installation, and who lies outside. For the operator. */
export async function showBounds(ctx: Context): Promise<BoundsView> {
  authorise(ctx, "retention.bound");
  const rows = await listBounds(door(ctx, "web"));
  return { bounds: ALL_CLASSES.map((cls) => viewOf(cls, rows)), outside: await outsideOf(ctx, rows) };
}

const days = z.number().int().min(0).max(3_650).nullable();
export const SetBoundInput = z
  .strictObject({
    class: z.enum(ALL_CLASSES as [BoundClass, ...BoundClass[]]),
    /** null = no bound on that side. */
    shortestDays: days,
    longestDays: days,
    reason: z.string().trim().min(3).max(500),
  })
  .refine((one) => one.shortestDays === null || one.longestDays === null || one.shortestDays <= one.longestDays, {
    message: "The shortest number of days is larger than the longest.",
    path: ["shortestDays"],
  });
export type SetBoundInput = z.infer<typeof SetBoundInput>;

/** Sets the bound of one class. Rules set from now on obey it; those that lie outside are shown and stay. */
export async function setRetentionBound(ctx: Context, input: SetBoundInput): Promise<BoundsView> {
  authorise(ctx, "retention.bound");
  const { class: cls, shortestDays, longestDays, ...words } = SetBoundInput.parse(input);
  const reason = withoutNumbers(words.reason, ctx.clock());
  requireStepUp(ctx);
  const detail = { class: cls, shortestDays, longestDays };
  await audited(ctx, null, { action: "retention.bound", purpose: reason, detail }, (tx) =>
    setBound(tx, {
      class: CODES[cls],
      shortestDays,
      longestDays,
      reason,
      setBy: ctx.actor.accountId,
      setByName: ctx.actor.name,
      setAt: ctx.clock(),
    }),
  );
  return showBounds(ctx);
}

function viewOf(cls: BoundClass, rows: readonly BoundRow[]): BoundView {
  const row = rows.find((one) => one.class === CODES[cls]);
  return {
    class: cls,
    shortestDays: row?.shortestDays ?? null,
    longestDays: row?.longestDays ?? null,
    reason: row?.reason ?? null,
    setByName: row?.setByName ?? null,
    setAt: row?.setAt ?? null,
  };
}

async function outsideOf(ctx: Context, bounds: readonly BoundRow[]): Promise<OutsideRule[]> {
  const outside: OutsideRule[] = [];
  if (bounds.length === 0) return outside;
  for (const company of await shownCompanies(door(ctx, "web"))) {
    if (outside.length >= MOST_OUTSIDE) break;
    outside.push(...(await outsideIn(ctx, company, bounds)));
  }
  return outside.slice(0, MOST_OUTSIDE);
}

async function outsideIn(ctx: Context, company: CompanyRow, bounds: readonly BoundRow[]): Promise<OutsideRule[]> {
  const { rules, audit } = await withCompany(door(ctx, "web"), company.id, async (tx) => ({
    rules: await companyRules(tx, company.id),
    audit: await readAuditRule(tx, company.id),
  }));
  const all = [...rules.all, { class: "audit", keptDays: audit.keptDays }];
  return bounds.flatMap((bound) => {
    const cls = nameOf(CODES, bound.class);
    const beyond = all.filter((rule) => rule.class === cls && beyondBound(rule.keptDays, bound) !== null);
    return cls === undefined || beyond.length === 0
      ? []
      : [{ slug: company.slug, name: company.name, class: cls, rules: beyond.length }];
  });
}
