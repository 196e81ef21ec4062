import { isAuditRule } from "../../domain/audit-rule.ts";
import { DATA_CLASSES, type DataClass, nameOf, PRODUCTS, type Product } from "../../domain/codes.ts";
import type { RuleChange, RuleState } from "../../domain/rule-change.ts";
import type { Day } from "../../domain/zoned-time.ts";
import type { ChangeRow } from "../../store/index.ts";

/** A change that waits, or waited: for the company's word, or for the end of its cool-down. */
export interface ChangeView {
  readonly id: string;
  /** "expired" by itself, thirty days after it was asked for. */
  readonly state: ChangeRow["state"] | "expired";
  readonly askedByName: string;
  /** Whether the reader asked for it, and so may withdraw and not decide it. */
  readonly isOwn: boolean;
  readonly reason: string;
  readonly askedAt: Date;
  readonly expiresAt: Date;
  /** The day with which it takes hold, while it is in its cool-down or after. */
  readonly holdsOn: Day | null;
  /** What goes on that day, of what is there now; 0 where nothing has a cool-down. */
  readonly valuesGo: number;
  readonly decidedByName: string | null;
  readonly decidedAt: Date | null;
  readonly rules: readonly ChangedRule[];
}

/** A rule of records, or the audit's, which is of no product. */
export type ChangedRule = { readonly from: RuleState; readonly to: RuleState } & (
  | { readonly product: Product; readonly class: DataClass }
  | { readonly product: null; readonly class: "audit" }
);

/** Rows of one id were asked for together. The newest change first, as the rows come. */
export function changeViews(
  rows: readonly ChangeRow[],
  now: Date,
  readerId: string | null,
  goesOn: Readonly<Record<"records" | "audit", ReadonlyMap<Day, number>>>,
): ChangeView[] {
  const views: ChangeView[] = [];
  for (const own of Map.groupBy(rows, (row) => row.id).values()) {
    const [first] = own;
    if (first === undefined) continue;
    const waits = own.some((row) => row.state === "waiting");
    const cools = own.find((row) => row.state === "cooling");
    views.push({
      id: first.id,
      state: waits ? (first.expiresAt <= now ? "expired" : "waiting") : cools === undefined ? first.state : "cooling",
      askedByName: first.askedByName,
      isOwn: first.askedBy !== null && first.askedBy === readerId,
      reason: first.reason,
      askedAt: first.askedAt,
      expiresAt: first.expiresAt,
      holdsOn: cools?.holdsOn ?? first.holdsOn,
      valuesGo: cools?.holdsOn == null ? 0 : (goesOn[isAuditRule(cools) ? "audit" : "records"].get(cools.holdsOn) ?? 0),
      decidedByName: first.decidedByName,
      decidedAt: first.decidedAt,
      rules: own.flatMap(ruleOf),
    });
  }
  return views;
}

/** What the rows ask for, as a change of rules. */
export function changesOfRows(rows: readonly ChangeRow[]): RuleChange[] {
  return rows.flatMap(ruleOf).flatMap(({ from, to, ...rule }) =>
    rule.product === null
      ? []
      : [
          {
            ...rule,
            keptDays: to.keptDays,
            maskedAfterDays: to.maskedAfterDays,
            renew: from.keptDays === null && to.keptDays === null && from.maskedAfterDays === to.maskedAfterDays,
          },
        ],
  );
}

function ruleOf(row: ChangeRow): ChangedRule[] {
  const product = nameOf(PRODUCTS, row.product);
  const cls = nameOf(DATA_CLASSES, row.class);
  const from = { keptDays: row.fromDays, maskedAfterDays: row.fromMaskedDays, stored: row.wasStored };
  const to = { keptDays: row.toDays, maskedAfterDays: row.toMaskedDays, stored: true };
  if (isAuditRule(row)) return [{ product: null, class: "audit", from, to }];
  if (product === undefined || cls === undefined) return [];
  return [{ product, class: cls, from, to }];
}
