import { AppError } from "./app-error.ts";
import { DATA_CLASSES, type DataClass, PRODUCTS, type Product } from "./codes.ts";

/** One class of one product that a decision to dispose covers. Codes are those of `codes.ts`. */
export interface DisposalItem {
  readonly product: number;
  readonly class: number;
  /** Kept so many days at least, and at most; null = the decision leaves it to the rule. */
  readonly shortestDays: number | null;
  readonly longestDays: number | null;
}

/**
 * What a public body has decided to dispose of (10 § arkivlagen: public records are disposed of by decision alone). null for a
 * private company, which needs none.
 */
export type Disposal = readonly DisposalItem[] | null;

export function itemFor(disposal: readonly DisposalItem[], product: Product, dataClass: DataClass) {
  return disposal.find((one) => one.product === PRODUCTS[product] && one.class === DATA_CLASSES[dataClass]);
}

const ALL_CLASSES = Object.keys(DATA_CLASSES) as DataClass[];

/** The classes of a product on which nothing has been decided. */
export function undecidedOf(disposal: Disposal, product: Product): DataClass[] {
  return disposal === null ? [] : ALL_CLASSES.filter((one) => itemFor(disposal, product, one) === undefined);
}

/** Throws AppError "conflict": what a source of this product brings could never be disposed of. */
export function requireDecided(disposal: Disposal, product: Product): void {
  const missing = undecidedOf(disposal, product);
  if (missing.length === 0) return;
  throw new AppError(
    "conflict",
    `This company is a public body, and no disposal decision covers ${missing.join(", ")} of product ${product}. Record the decision under Retention, Disposal decisions, then start the source.`,
  );
}

/** Which side of the decision a rule's days lie beyond; null when within, or when nothing is decided on it. */
export function beyondDecision(
  disposal: Disposal,
  rule: { readonly product: Product; readonly class: DataClass; readonly keptDays: number | null },
): { readonly side: "short" | "long"; readonly days: number } | null {
  const item = disposal === null ? undefined : itemFor(disposal, rule.product, rule.class);
  const kept = rule.keptDays ?? Number.POSITIVE_INFINITY;
  if (item?.longestDays != null && kept > item.longestDays) return { side: "long", days: item.longestDays };
  return item?.shortestDays != null && kept < item.shortestDays ? { side: "short", days: item.shortestDays } : null;
}
