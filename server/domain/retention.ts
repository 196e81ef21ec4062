import { AppError } from "./app-error.ts";
import { DATA_CLASSES, type DataClass, PRODUCTS, type PartyClass, type Product } from "./codes.ts";
import { addDays, type Day, daysBetween, startOfDay } from "./zoned-time.ts";

/** How long one class of one product is kept, in whole calendar days after the day of the call. */
export interface Rule {
  readonly product: Product;
  readonly class: DataClass;
  /** null = switched off: nothing expires. */
  readonly keptDays: number | null;
  /** From then on it is shown masked to everybody, and revealed to nobody. Nothing is deleted by it. null = never. */
  readonly maskedAfterDays?: number | null;
}

/** The rules of a company, complete: its own, and the defaults where it has none. */
export interface RuleSet {
  rule(product: Product, dataClass: DataClass): Rule;
  /** Display names are dropped at the door unless the company has a rule of its own for them. */
  keepsNames(product: Product): boolean;
  /** Raw records never outlive the shortest class found in them. */
  rawRule(product: Product, found: readonly PartyClass[]): Rule;
  /** Undefined lines may hold anything, so they never outlive the company's shortest rule for personal data. */
  undefinedRule(product: Product): Rule;
  readonly all: readonly Rule[];
}

/** A rule switched off still writes a day, so that no row is without an end. */
export const NEVER_DAYS = 365_250;

const DEFAULT_DAYS: Readonly<Record<DataClass, Readonly<Record<Product, number>>>> = {
  phone: { tid: 7, cc: 120, presentity: 120, pbx: 120 },
  ssn: { tid: 7, cc: 7, presentity: 7, pbx: 7 },
  ssn_truncated: { tid: 120, cc: 120, presentity: 120, pbx: 120 },
  name: { tid: 7, cc: 7, presentity: 7, pbx: 7 },
  raw: { tid: 120, cc: 120, presentity: 120, pbx: 120 },
  undefined: { tid: 7, cc: 7, presentity: 7, pbx: 7 },
  call: { tid: 1095, cc: 1095, presentity: 1095, pbx: 1095 },
};

const ALL_PRODUCTS = Object.keys(PRODUCTS) as Product[];
const ALL_CLASSES = Object.keys(DATA_CLASSES) as DataClass[];
const PERSONAL: readonly DataClass[] = ["phone", "ssn", "ssn_truncated"];

/** What holds where a company has set nothing (RET-01): nothing unlimited. */
export const DEFAULT_RULES: readonly Rule[] = ALL_PRODUCTS.flatMap((product) =>
  ALL_CLASSES.map((dataClass) => ({ product, class: dataClass, keptDays: DEFAULT_DAYS[dataClass][product] })),
);

/** A company's own rules over the defaults. `rows` may stand in any order; one a product and class. */
export function effectiveRules(rows: readonly Rule[]): RuleSet {
  const own = new Map(rows.map((row) => [`${row.product} ${row.class}`, row]));
  const all = DEFAULT_RULES.map((rule) => own.get(`${rule.product} ${rule.class}`) ?? rule);
  const byKey = new Map(all.map((rule) => [`${rule.product} ${rule.class}`, rule]));
  const rule = (product: Product, dataClass: DataClass): Rule => {
    const found = byKey.get(`${product} ${dataClass}`);
    if (found === undefined) throw new AppError("bad-input", "There is no such product or data class.");
    return found;
  };
  const shortestOfAll = shortest(all.filter((r) => PERSONAL.includes(r.class)).map((r) => r.keptDays));
  return {
    all,
    rule,
    keepsNames: (product) => own.has(`${product} name`),
    rawRule: (product, found) => {
      const days = [rule(product, "raw"), ...found.map((dataClass) => rule(product, dataClass))].map((r) => r.keptDays);
      return { product, class: "raw", keptDays: shortest(days) };
    },
    undefinedRule: (product) => ({
      product,
      class: "undefined",
      keptDays: shortest([rule(product, "undefined").keptDays, shortestOfAll]),
    }),
  };
}

/**
 * The first day on which nothing of it may be readable. The earlier of call day and reception day counts, so that a
 * telephone system with a wrong clock neither keeps nor loses.
 */
export function expiresOn(callDay: Day, receivedDay: Day, rule: Pick<Rule, "keptDays">): Day {
  return addDays(countedDay(callDay, receivedDay), rule.keptDays === null ? NEVER_DAYS : rule.keptDays + 1);
}

/** Whether a value of a call of `callDay` is masked for everybody on `today`: after so many whole calendar days. */
export function isMasked(callDay: Day, today: Day, maskedAfterDays: number | null | undefined): boolean {
  return maskedAfterDays !== null && maskedAfterDays !== undefined && daysBetween(callDay, today) > maskedAfterDays;
}

/** The classes whose values are shown, and so can be masked. */
export const MASKABLE: readonly DataClass[] = ["phone", "ssn", "ssn_truncated", "name"];

/** The day from which a rule counts. */
export function countedDay(callDay: Day, receivedDay: Day): Day {
  return daysBetween(callDay, receivedDay) < 0 ? receivedDay : callDay;
}

/** The instant of destruction: the first midnight in the company's zone of the day it expires on. */
export function destroyAt(expires: Day, zone: string): Date {
  return startOfDay(expires, zone);
}

function shortest(days: readonly (number | null)[]): number | null {
  const limited = days.filter((d) => d !== null);
  return limited.length === 0 ? null : Math.min(...limited);
}
