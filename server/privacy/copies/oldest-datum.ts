import type { Tx } from "#db/clients.ts";
import type { Company, Installation } from "../../context.ts";
import { DATA_CLASSES, type DataClass, nameOf, PRODUCTS, type Product } from "../../domain/codes.ts";
import type { RuleSet } from "../../domain/retention.ts";
import { addDays, type Day, dayIn, daysBetween } from "../../domain/zoned-time.ts";
import { type KeyAge, keyAges } from "../../keyring/copy-ages.ts";
import { oldestCalls, partiesPast, partiesUnder, sealedAges } from "../../store/copy-ages.ts";
import { listRules, listSources, listStored, type RuleRow } from "../../store/index.ts";
import { companyRules } from "../retention/company-rules.ts";

/** The oldest there is of a product and class. */
export interface OldestDatum {
  readonly product: Product;
  readonly class: DataClass;
  /** A row, or a day key with or without rows: what a copy holds of that day opens as long as the key lives. */
  readonly what: "row" | "key";
  readonly callDay: Day;
  readonly ageDays: number;
  /** null = the rule is switched off. */
  readonly keptDays: number | null;
  /** Days it is here beyond its rule, the day on which it goes not counted: above 0 something is wrong. */
  readonly excessDays: number;
  /** A case keeps it; no rule reaches it. */
  readonly ofCase: boolean;
}

type Place = Pick<Installation, "keyring" | "clock"> & { readonly company: Company };

/**
 * What is oldest in a company, measured on keys and rows at this moment: no job, no counter and no date of a run is believed.
 * Bounded: keys are a few thousand rows, sealed rows are counted in their index, and of party rows one a key is looked for.
 */
export async function readOldest(tx: Tx, place: Place): Promise<OldestDatum[]> {
  const { company } = place;
  const today = dayIn(company.timeZone, place.clock());
  const own = await listRules(tx, company.id);
  const judge = judgeOf(own, await companyRules(tx, company.id), today, place.clock());
  const keys = await keyAges(place.keyring, company.id);
  const found: OldestDatum[] = [];
  found.push(...keys.filter((key) => key.class !== DATA_CLASSES.call).flatMap((key) => judge.livingKey(key)));
  const byId = new Map(keys.map((key) => [key.id, key]));
  for (const row of await sealedAges(tx, company.id)) found.push(...judge.row(row, byId.get(row.sliceId)));
  for (const key of await keysWithParties(tx, company.id, keys, judge)) found.push(...judge.row(key, key));
  for (const row of await partiesPast(tx, company.id, today, PAST_DAYS))
    found.push(...judge.row(row, byId.get(row.sliceId)));
  const sources = await listSources(tx, company.id, { removed: true });
  const products = [...new Set([...sources, ...keys].map(({ product }) => product))];
  for (const row of await oldestCalls(tx, company.id, products)) found.push(...judge.call(row));
  return worstOfEach(found);
}

/** So many days that should be gone are looked at, the oldest first: what is older than that is the worst already. */
const PAST_DAYS = 14;
const PARTY_CLASSES: ReadonlySet<number> = new Set([
  DATA_CLASSES.phone,
  DATA_CLASSES.ssn,
  DATA_CLASSES.ssn_truncated,
  DATA_CLASSES.name,
]);
const MOST_ROUNDS = 40;

/**
 * The oldest key of each product and class under which a party row stands. Counts say where it is worth looking; a key that
 * is past its end or its rule is looked at whatever they say.
 */
async function keysWithParties(tx: Tx, companyId: number, keys: readonly KeyAge[], judge: Judge): Promise<KeyAge[]> {
  const counted = new Set(
    (await listStored(tx, companyId)).map((row) => `${row.expiresOn} ${row.product} ${row.class}`),
  );
  const waiting = Map.groupBy(
    keys.filter(
      (key) =>
        PARTY_CLASSES.has(key.class) &&
        (counted.has(`${key.expiresOn} ${key.product} ${key.class}`) || judge.isBeyond(key)),
    ),
    (key) => `${key.product} ${key.class} ${key.ofCase}`,
  );
  const found: KeyAge[] = [];
  for (let round = 0; round < MOST_ROUNDS && waiting.size > 0; round++) {
    const asked = [...waiting.values()].map((own) => own[round]).filter((key) => key !== undefined);
    if (asked.length === 0) break;
    const there = await partiesUnder(tx, companyId, asked);
    for (const [group, own] of waiting) {
      const key = own[round];
      if (key !== undefined && !there.has(key.id)) continue;
      if (key !== undefined) found.push(key);
      waiting.delete(group);
    }
  }
  return found;
}

interface Judge {
  livingKey(key: KeyAge): OldestDatum[];
  /** `key` is what it stands under, if that still lives. */
  row(row: { product: number; class: number; expiresOn: Day }, key: KeyAge | undefined): OldestDatum[];
  call(row: { product: number; callDay: Day }): OldestDatum[];
  isBeyond(key: KeyAge): boolean;
}

/** A rule changed in the last day is still being carried out: until then keys and rows are held to their own end. */
const CARRIED_OUT_MS = 86_400_000;

function judgeOf(own: readonly RuleRow[], rules: RuleSet, today: Day, now: Date): Judge {
  const fresh = new Set(
    own.filter((row) => now.getTime() - row.setAt.getTime() < CARRIED_OUT_MS).map((row) => row.product),
  );
  const kept = (product: Product, dataClass: DataClass) => {
    const rule = dataClass === "undefined" ? rules.undefinedRule(product) : rules.rule(product, dataClass);
    return rule.undecided === true ? null : rule.keptDays;
  };
  const beyondRule = (product: Product, dataClass: DataClass, callDay: Day) => {
    const days = kept(product, dataClass);
    const isFresh = dataClass === "undefined" ? fresh.size > 0 : fresh.has(PRODUCTS[product]);
    return days === null || isFresh ? 0 : daysBetween(callDay, today) - (days + 1);
  };
  const tell = (
    what: OldestDatum["what"],
    at: { product: number; class: number },
    day: { callDay?: Day | undefined; expiresOn?: Day | undefined },
    ofCase: boolean,
  ): OldestDatum[] => {
    const product = nameOf(PRODUCTS, at.product);
    const dataClass = nameOf(DATA_CLASSES, at.class);
    if (product === undefined || dataClass === undefined) return [];
    const keptDays = kept(product, dataClass);
    const callDay = day.callDay ?? addDays(day.expiresOn ?? today, -((keptDays ?? 0) + 1));
    const beyondEnd = day.expiresOn === undefined ? 0 : daysBetween(day.expiresOn, today);
    // A case keeps its rows beyond any rule, but not beyond its own end.
    const excess = Math.max(beyondEnd, ofCase ? 0 : beyondRule(product, dataClass, callDay));
    return [
      {
        product,
        class: dataClass,
        what,
        callDay,
        ageDays: Math.max(0, daysBetween(callDay, today)),
        keptDays,
        excessDays: Math.max(0, excess),
        ofCase,
      },
    ];
  };
  return {
    livingKey: (key) => (daysBetween(key.expiresOn, today) > 0 ? tell("key", key, key, key.ofCase) : []),
    row: (row, key) => {
      // Without its key it opens nowhere: only a row that should have left with it is told.
      if (key === undefined && daysBetween(row.expiresOn, today) <= 0) return [];
      return tell("row", row, { callDay: key?.callDay, expiresOn: row.expiresOn }, key?.ofCase ?? false);
    },
    call: (row) => tell("row", { ...row, class: DATA_CLASSES.call }, { callDay: row.callDay }, false),
    isBeyond: (key) => tell("key", key, key, key.ofCase).some(({ excessDays }) => excessDays > 0),
  };
}

function worstOfEach(found: readonly OldestDatum[]): OldestDatum[] {
  const worst = new Map<string, OldestDatum>();
  for (const one of found) {
    const key = `${PRODUCTS[one.product]} ${DATA_CLASSES[one.class]}`;
    const known = worst.get(key);
    if (known === undefined || isWorse(one, known)) worst.set(key, one);
  }
  return [...worst].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function isWorse(one: OldestDatum, known: OldestDatum): boolean {
  return one.excessDays !== known.excessDays ? one.excessDays > known.excessDays : one.ageDays > known.ageDays;
}
