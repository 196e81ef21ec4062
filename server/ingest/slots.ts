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
  /** Packed subject ids, in the order of the parties' places. */
  readonly ids: Buffer[];
  pseudonyms: Buffer;
}

/** Days by which a record may lie ahead of its reception: zones, and clocks that go a little fast. */
const PLAUSIBLE_AHEAD_DAYS = 2;
const PLAUSIBLE_AGE_DAYS = 3660;

/** The slices of one batch by day and class, each worked out once. */
export class SlotTable {
  readonly all: Slot[] = [];
  readonly #settings: SourceSettings;
  readonly #receivedDay: Day;
  readonly #byDay = new Map<Day, Map<string, Slot>>();

  constructor(settings: SourceSettings, receivedDay: Day) {
    this.#settings = settings;
    this.#receivedDay = receivedDay;
  }

  party(callDay: Day, partyClass: PartyClass): Slot {
    return this.#slot(callDay, partyClass, partyClass, () => this.#settings.rules.rule(this.#settings.product, partyClass));
  }

  /** `mask`: a bit for each party class found, so that the shortest is worked out once. */
  raw(callDay: Day, mask: number, found: readonly PartyClass[]): Slot {
    return this.#slot(callDay, `raw ${mask}`, "raw", () => this.#settings.rules.rawRule(this.#settings.product, found));
  }

  undefinedLines(): Slot {
    return this.#slot(this.#receivedDay, "undefined", "undefined", () => this.#settings.rules.undefinedRule(this.#settings.product));
  }

  isPlausible(callDay: Day): boolean {
    const age = daysBetween(callDay, this.#receivedDay);
    return age >= -PLAUSIBLE_AHEAD_DAYS && age <= PLAUSIBLE_AGE_DAYS;
  }

  #slot(callDay: Day, key: string, dataClass: DataClass, ruleOf: () => Rule): Slot {
    let ofDay = this.#byDay.get(callDay);
    if (ofDay === undefined) this.#byDay.set(callDay, (ofDay = new Map()));
    let slot = ofDay.get(key);
    if (slot === undefined) ofDay.set(key, (slot = this.#same(this.#make(callDay, dataClass, ruleOf()))));
    return slot;
  }

  #make(callDay: Day, dataClass: DataClass, rule: Rule): Slot {
    const expires = expiresOn(callDay, this.#receivedDay, rule);
    // A wild clock must not make a key for every day of the next century.
    const ahead = daysBetween(this.#receivedDay, callDay) > PLAUSIBLE_AHEAD_DAYS;
    const spec: SliceSpec = {
      product: PRODUCTS[this.#settings.product],
      class: DATA_CLASSES[dataClass],
      callDay: ahead ? countedDay(callDay, this.#receivedDay) : callDay,
      expiresOn: expires,
      destroyAt: destroyAt(expires, this.#settings.companyZone),
    };
    return { class: dataClass, spec, slice: null, ids: [], pseudonyms: Buffer.alloc(0) };
  }

  /** Two rules may lead to one slice. */
  #same(slot: Slot): Slot {
    const { spec } = slot;
    const known = this.all.find(
      (other) => other.class === slot.class && other.spec.callDay === spec.callDay && other.spec.expiresOn === spec.expiresOn,
    );
    if (known !== undefined) return known;
    this.all.push(slot);
    return slot;
  }
}

