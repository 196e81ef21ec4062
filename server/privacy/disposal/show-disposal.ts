import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { DATA_CLASSES, type DataClass, nameOf, PRODUCTS, type Product } from "../../domain/codes.ts";
import { undecidedOf } from "../../domain/disposal.ts";
import type { Day } from "../../domain/zoned-time.ts";
import { listDecisions, readDisposal } from "../../store/index.ts";

export interface DecisionView {
  readonly id: string;
  readonly authority: string;
  readonly number: string;
  readonly decidedOn: Day;
  readonly about: string;
  readonly recordedAt: Date;
  readonly recordedByName: string;
  /** null while it holds. */
  readonly endedAt: Date | null;
  readonly endedByName: string | null;
  readonly items: readonly {
    readonly product: Product;
    readonly class: DataClass;
    readonly shortestDays: number | null;
    readonly longestDays: number | null;
  }[];
}

export interface DisposalView {
  /** False for a private company: nothing of this concerns it. */
  readonly isPublic: boolean;
  readonly decisions: readonly DecisionView[];
  /** What nothing has been decided on: it is neither destroyed nor hidden, and no source of the product starts. */
  readonly undecided: readonly { readonly product: Product; readonly classes: readonly DataClass[] }[];
}

const ALL_PRODUCTS = Object.keys(PRODUCTS) as Product[];

/** The disposal decisions of a public body, and what they leave open. */
export async function showDisposal(ctx: CompanyContext): Promise<DisposalView> {
  authoriseCompany(ctx, "retention.see");
  const { disposal, rows } = await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => ({
    disposal: await readDisposal(tx, ctx.company.id),
    rows: await listDecisions(tx, ctx.company.id),
  }));
  return {
    isPublic: disposal !== null,
    decisions: rows.map(({ companyId: _, recordedBy: __, items, ...row }) => ({
      id: row.id,
      authority: row.authority,
      number: row.number,
      decidedOn: row.decidedOn,
      about: row.about,
      recordedAt: row.recordedAt,
      recordedByName: row.recordedByName,
      endedAt: row.endedAt,
      endedByName: row.endedByName,
      items: items.flatMap((item) => {
        const product = nameOf(PRODUCTS, item.product);
        const cls = nameOf(DATA_CLASSES, item.class);
        const { shortestDays, longestDays } = item;
        return product === undefined || cls === undefined ? [] : [{ product, class: cls, shortestDays, longestDays }];
      }),
    })),
    undecided: ALL_PRODUCTS.map((product) => ({ product, classes: undecidedOf(disposal, product) })).filter(
      (one) => one.classes.length > 0,
    ),
  };
}
