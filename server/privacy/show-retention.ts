import { authoriseCompany, type CompanyContext } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import type { DataClass, Product } from "../domain/codes.ts";
import type { Day } from "../domain/zoned-time.ts";

export interface RuleView {
  readonly product: Product;
  readonly class: DataClass;
  /** null = switched off. */
  readonly keptDays: number | null;
  readonly isDefault: boolean;
  readonly setBy: string | null;
  readonly setAt: Date | null;
  /** What happens at the end: a full SSN's truncated form lives on. */
  readonly action: "delete" | "truncate";
  /** The oldest call day that still has a living key; null when nothing is held. */
  readonly oldestDay: Day | null;
}

export interface Night {
  readonly day: Day;
  readonly values: number;
  readonly byProduct: readonly {
    readonly product: Product;
    readonly class: DataClass;
    readonly values: number;
  }[];
}

export interface RetentionView {
  readonly rules: readonly RuleView[];
  /** The last 30 nights, what went. */
  readonly went: readonly Night[];
  /** The next 30 nights, what will go. */
  readonly goes: readonly Night[];
  readonly lastSweepAt: Date | null;
  readonly lastSweepMs: number | null;
}

/** The rules that hold, what went in the last nights, and what will go in the next ones. */
export async function showRetention(ctx: CompanyContext): Promise<RetentionView> {
  authoriseCompany(ctx, "retention.see");
  throw new AppError("unavailable", "Retention is not there yet.");
}
