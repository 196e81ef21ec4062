import { DATA_CLASSES, type DataClass, type PartyClass, PRODUCTS } from "../domain/codes.ts";
import { countedDay, destroyAt, expiresOn, type Rule } from "../domain/retention.ts";
import { type Day, daysBetween } from "../domain/zoned-time.ts";
import type { Slice, SliceSpec } from "../keyring/index.ts";
import type { SourceSettings } from "./source-settings.ts";

/** One slice that a batch writes to. */
export interface Slot {
  readonly class: DataClass;
  readonly spec: SliceSpec;
  /** null until the keyring has been asked. */
  slice: Slice | null;
  /** Subject ids, in the order of the parties' places. */
  readonly ids: Buffer[];
  pseudonyms: Buffer;
}

/** Days by which a record may lie ahead of its reception: zones, and clocks that go a little fast. */
const PLAUSIBLE_AHEAD_DAYS = 2;
const PLAUSIBLE_AGE_DAYS = 3660;

/** The day on which a class ends at the latest, whatever its rule says; null = the rule's. */
export type EndsAtMost = (dataClass: DataClass) => Day | null;

/** The slices of one batch by day of call, each worked out once. */
export class SlotTable {
  readonly all: Slot[] = [];
  readonly settings: SourceSettings;
  readonly receivedDay: Day;
  readonly #byDay = new Map<Day, SlotsOfDay>();
  readonly #atMost: EndsAtMost;

  constructor(settings: SourceSettings, receivedDay: Day, atMost: EndsAtMost = () => null) {
    this.settings = settings;
    this.receivedDay = receivedDay;
    this.#atMost = atMost;
  }

  day(callDay: Day): SlotsOfDay {
    const known = this.#byDay.get(callDay);
    if (known !== undefined) return known;
    const made = new SlotsOfDay(this, callDay);
    this.#byDay.set(callDay, made);
    return made;
  }

  undefinedLines(): Slot {
    return this.slot(this.receivedDay, "undefined", this.settings.rules.undefinedRule(this.settings.product));
  }

  /** Two rules may lead to one slice. */
  slot(callDay: Day, dataClass: DataClass, rule: Rule): Slot {
    const made = this.#make(callDay, dataClass, rule);
    const { callDay: day, expiresOn: end } = made.spec;
    const known = this.all.find(
      (other) => other.class === dataClass && other.spec.callDay === day && other.spec.expiresOn === end,
    );
    if (known !== undefined) return known;
    this.all.push(made);
    return made;
  }

  #make(callDay: Day, dataClass: DataClass, rule: Rule): Slot {
    const byRule = expiresOn(callDay, this.receivedDay, rule);
    const last = this.#atMost(dataClass);
    const expires = last !== null && last < byRule ? last : byRule;
    // A wild clock must not make a key for every day of the next century.
    const ahead = daysBetween(this.receivedDay, callDay) > PLAUSIBLE_AHEAD_DAYS;
    const spec: SliceSpec = {
      product: PRODUCTS[this.settings.product],
      class: DATA_CLASSES[dataClass],
      callDay: ahead ? countedDay(callDay, this.receivedDay) : callDay,
      expiresOn: expires,
      destroyAt: destroyAt(expires, this.settings.companyZone),
    };
    return { class: dataClass, spec, slice: null, ids: [], pseudonyms: Buffer.alloc(0) };
  }
}

/** The slices for calls of one day. */
export class SlotsOfDay {
  readonly callDay: Day;
  readonly plausible: boolean;
  readonly #table: SlotTable;
  readonly #parties = new Map<PartyClass, Slot>();
  readonly #raw = new Map<number, Slot>();

  constructor(table: SlotTable, callDay: Day) {
    const age = daysBetween(callDay, table.receivedDay);
    this.#table = table;
    // A wild clock's day would keep the facts until it comes: the day of reception counts, as it does for the keys.
    this.callDay = age < -PLAUSIBLE_AHEAD_DAYS ? table.receivedDay : callDay;
    this.plausible = age >= -PLAUSIBLE_AHEAD_DAYS && age <= PLAUSIBLE_AGE_DAYS;
  }

  party(partyClass: PartyClass): Slot {
    const known = this.#parties.get(partyClass);
    if (known !== undefined) return known;
    const { settings } = this.#table;
    const made = this.#table.slot(this.callDay, partyClass, settings.rules.rule(settings.product, partyClass));
    this.#parties.set(partyClass, made);
    return made;
  }

  /** Raw records live as long as the shortest of the classes in them; `mask` has a bit, 1 << code, for each. */
  raw(mask: number): Slot {
    const known = this.#raw.get(mask);
    if (known !== undefined) return known;
    const { settings } = this.#table;
    const found = PARTY_CLASSES.filter((partyClass) => (mask & (1 << DATA_CLASSES[partyClass])) !== 0);
    const made = this.#table.slot(this.callDay, "raw", settings.rules.rawRule(settings.product, found));
    this.#raw.set(mask, made);
    return made;
  }
}

const PARTY_CLASSES: readonly PartyClass[] = ["phone", "ssn", "ssn_truncated", "name"];
