import type { CompanyContext } from "#server/context.ts";
import { type AuditPreview, previewAuditRetention, setAuditRetention, showRetention } from "#server/privacy/index.ts";
import { type Io, UsageError } from "../../command.ts";

/** The audit's own rule on the command line: `--class audit`, of no product and never off. */
export function readAuditDays({
  product,
  days,
  action,
}: Partial<Record<"product" | "days" | "action", string>>): number {
  if (product !== undefined || action !== undefined)
    throw new UsageError("The audit has one rule, of no product: say --class audit --days N alone.");
  if (days === undefined || !/^\d{1,4}$/.test(days))
    throw new UsageError("--days is a number of days: the audit's rule is never switched off.");
  return Number(days);
}

export async function showAuditRule(ctx: CompanyContext, io: Io): Promise<void> {
  const { keptDays, isDefault, leastDays, entries, oldestDay, cooling } = (await showRetention(ctx)).audit;
  io.out({ product: null, class: "audit", keptDays, isDefault, leastDays, oldestDay, held: entries, cooling });
}

export async function previewAuditRule(ctx: CompanyContext, io: Io, keptDays: number): Promise<void> {
  io.out(lineOf(await previewAuditRetention(ctx, { keptDays })));
}

/** Answers what was asked, as `retention set` does for every rule. */
export async function setAuditRule(ctx: CompanyContext, io: Io, keptDays: number, reason: string) {
  const done = await setAuditRetention(ctx, { keptDays, reason });
  const { state, changeId, coolingId, holdsOn } = done;
  io.out({ ...lineOf(done), state, changeId, coolingId });
  return { state, holdsOn };
}

function lineOf({ before, keptDays, direction, holdsOn, entriesGo, monthsEnd, monthsMoved }: AuditPreview) {
  return { product: null, class: "audit", keptDays, before, direction, holdsOn, entriesGo, monthsEnd, monthsMoved };
}
