import { AppError } from "./app-error.ts";
import { DATA_CLASSES, type DataClass, PRODUCTS, type PartyClass, type Product } from "./codes.ts";
import { type Disposal, itemFor } from "./disposal.ts";
import { addDays, type Day, daysBetween, startOfDay } from "./zoned-time.ts";

/** How long one class of one product is kept, in whole calendar days after the day of the call. */
export interface Rule {
  readonly product: Product;
  readonly class: DataClass;
  /** null = switched off: nothing expires. */
  readonly keptDays: number | null;
  /** From then on it is shown masked to everybody, and revealed to nobody. Nothing is deleted by it. null = never. */
  readonly maskedAfterDays?: number | null;
  /** A rule switched off ends by itself on this day; null = it has no end. */
  readonly disabledUntil?: Day | null;
  /** The days that hold again from then on. */
  readonly formerDays?: number | null;
  /** A public body has not decided on disposing of it: nothing of it is destroyed, and nothing of it is hidden. */
  readonly undecided?: boolean;
  /** Everything of it ends on this day at the latest: its ground was withdrawn. */
  readonly endedOn?: Day | null;
  /** Rules of which the one that ends first counts. */
  readonly within?: readonly Rule[];
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

/**
 * A company's own rules over the defaults, and over both what a public body has decided to dispose of. `rows` may stand in
 * any order; one a product and class.
 */
export function effectiveRules(
  rows: readonly Rule[],
  disposal: Disposal = null,
  ended: { readonly ssnOn: Day | null } = { ssnOn: null },
): RuleSet {
  const own = new Map(rows.map((row) => [`${row.product} ${row.class}`, row]));
  const all = DEFAULT_RULES.map((rule) =>
    decided(withEnd(endedBy(own.get(`${rule.product} ${rule.class}`) ?? rule, ended.ssnOn), rule), disposal),
  );
  const byKey = new Map(all.map((rule) => [`${rule.product} ${rule.class}`, rule]));
  const rule = (product: Product, dataClass: DataClass): Rule => {
    const found = byKey.get(`${product} ${dataClass}`);
    if (found === undefined) throw new AppError("bad-input", "There is no such product or data class.");
    return found;
  };
  const personal = all.filter((one) => PERSONAL.includes(one.class));
  return {
    all,
    rule,
    keepsNames: (product) => own.has(`${product} name`),
    rawRule: (product, found) =>
      firstToEnd(
        rule(product, "raw"),
        found.map((dataClass) => rule(product, dataClass)),
      ),
    undefinedRule: (product) => firstToEnd(rule(product, "undefined"), personal),
  };
}

/**
 * The first day on which nothing of it may be readable. The earlier of call day and reception day counts, so that a
 * telephone system with a wrong clock neither keeps nor loses.
 */
export function expiresOn(callDay: Day, receivedDay: Day, rule: Ending): Day {
  if (rule.within !== undefined) {
    return rule.within.map((one) => expiresOn(callDay, receivedDay, one)).toSorted()[0] ?? callDay;
  }
  const end = ownEnd(countedDay(callDay, receivedDay), rule);
  const ended = rule.endedOn ?? null;
  return ended !== null && ended < end ? ended : end;
}

function ownEnd(counted: Day, rule: Ending): Day {
  if (rule.keptDays !== null) return addDays(counted, rule.keptDays + 1);
  const until = rule.disabledUntil ?? null;
  if (until === null) return addDays(counted, NEVER_DAYS);
  const former = addDays(counted, (rule.formerDays ?? 0) + 1);
  return [former, until].toSorted()[1] ?? until;
}

/** What of a rule decides when something ends. */
export type Ending = Pick<Rule, "keptDays" | "disabledUntil" | "formerDays" | "endedOn" | "within">;

/** How many days a rule keeps on `today`: one whose time of being switched off is over counts again. null = nothing ends. */
export function keptOn(rule: Ending, today: Day): number | null {
  const until = rule.disabledUntil ?? null;
  return rule.keptDays === null && until !== null && until <= today ? (rule.formerDays ?? 0) : rule.keptDays;
}

/** A rule as it stands on a day: one whose time of being switched off is over says its former days again. */
export function ruleOn(rule: Rule, day: Day): Rule {
  const keptDays = keptOn(rule, day);
  if (keptDays === rule.keptDays || keptDays === null) return rule;
  const masked = rule.maskedAfterDays ?? null;
  // What would be masked after its end never is.
  const maskedAfterDays = masked !== null && masked < keptDays ? masked : null;
  return { ...rule, keptDays, maskedAfterDays, disabledUntil: null, formerDays: null };
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

/** The rule that is first to end among its own and those of what was found in it. Undecided it ends by no other rule. */
function firstToEnd(own: Rule, others: readonly Rule[]): Rule {
  if (own.undecided === true) return own;
  const within = [own, ...others];
  const limited = within.map((one) => one.keptDays).filter((days) => days !== null);
  const keptDays = limited.length === 0 ? null : Math.min(...limited);
  const { product, class: dataClass } = own;
  return { product, class: dataClass, keptDays, ...(limited.length === within.length ? {} : { within }) };
}

function endedBy(rule: Rule, ssnOn: Day | null): Rule {
  return ssnOn !== null && (rule.class === "ssn" || rule.class === "ssn_truncated")
    ? { ...rule, endedOn: ssnOn }
    : rule;
}

/** Switched off without days of its own from before, the default holds again at its end. */
function withEnd(rule: Rule, byDefault: Rule): Rule {
  return rule.keptDays === null && rule.disabledUntil != null && rule.formerDays == null
    ? { ...rule, formerDays: byDefault.keptDays }
    : rule;
}

/**
 * A public body's decision stands above every rule: without one nothing goes, and nothing goes before its fewest days. Its most
 * days bind what is set (`beyondDecision`): they destroy nothing by themselves, since shortening has a cool-down.
 */
function decided(rule: Rule, disposal: Disposal): Rule {
  if (disposal === null) return rule;
  const item = itemFor(disposal, rule.product, rule.class);
  if (item === undefined)
    return { ...rule, keptDays: null, disabledUntil: null, formerDays: null, endedOn: null, undecided: true };
  const shortest = item.shortestDays ?? 0;
  return rule.keptDays === null || rule.keptDays >= shortest ? rule : { ...rule, keptDays: shortest };
}
