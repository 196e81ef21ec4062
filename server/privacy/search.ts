import { z } from "zod";
import { authoriseCompany, type CompanyContext } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import type { IdentifierReason } from "../domain/identifier.ts";
import type { Day } from "../domain/zoned-time.ts";
import type { Hit, SourceCount, Tier } from "./hit.ts";
import { Sought } from "./search-input.ts";

export const SearchInput = z.strictObject({
  ...Sought.shape,
  /** The cursor of the page before, as `next` gave it. */
  before: z.uuid().optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export type SearchInput = z.infer<typeof SearchInput>;

/** How the box read what was typed. */
export interface ReadBack {
  readonly type: "phone" | "ssn";
  /** What was understood, for display to the one who typed it; never stored. */
  readonly display: string;
  /** A key of domain/reasons.ts: how it was read. */
  readonly reading: string;
  /** The sentence of that key, in English. */
  readonly sentence: string;
  readonly notations: readonly string[];
  readonly valid: boolean;
  /** False when nothing can be searched for; `reason` and `sentence` say why. */
  readonly searchable: boolean;
  readonly reason: IdentifierReason;
  readonly also: readonly { readonly kind: string; readonly value: string }[];
}

/** What was looked through. */
export interface SearchedIn {
  readonly subjects: Readonly<Record<Tier, number>>;
  /** Live days times products times classes. */
  readonly slices: number;
  readonly from: Day | null;
  readonly to: Day | null;
}

export interface SearchAnswer {
  readonly read: ReadBack;
  readonly searched: SearchedIn;
  readonly hits: readonly Hit[];
  /** null on the last page. */
  readonly next: string | null;
  /** On the first page only. Counting stops at 10,000. */
  readonly counts: {
    readonly total: number;
    readonly capped: boolean;
    readonly bySource: readonly SourceCount[];
    readonly byTier: Readonly<Record<Tier, number>>;
  } | null;
  readonly tookMs: number;
}

/** Every call a number or personal identity number took part in, newest first. Written to the audit before it is shown. */
export async function search(ctx: CompanyContext, input: SearchInput): Promise<SearchAnswer> {
  authoriseCompany(ctx, "data.search");
  SearchInput.parse(input);
  throw new AppError("unavailable", "Search is not there yet.");
}
