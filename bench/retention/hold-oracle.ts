import { wallDate } from "./oracle.ts";
import { RuleClerk, type RuleEvent } from "./rule-oracle.ts";

/** One number in one call: what a person can find, and what a hold keeps or not. */
export interface StoryValue {
  readonly call: string;
  readonly person: string;
  /** Whose days count for it. */
  readonly rule: string;
  /** The date of the call on the wall of the company. */
  readonly date: string;
}

/** What is misread on purpose, to see that it shows. */
export type Slip =
  | "forgets-holds"
  | "holds-the-day"
  | "never-lifts"
  | "never-renews"
  | "forgets-erasures"
  | "a-day-short";

/**
 * A list of holds on paper beside the clerks of the rules: which calls, and until which date. What is held stays whatever its
 * rule says or whoever erases it; everything else goes as if there were no holds. A hold that is over or lifted keeps nothing.
 */
export class HoldOffice {
  readonly #zone: string;
  readonly #slip: Slip | null;
  readonly #clerks: ReadonlyMap<string, RuleClerk>;
  readonly #values = new Map<string, StoryValue>();
  readonly #holds = new Map<string, { readonly calls: ReadonlySet<string>; readonly last: string }>();

  constructor(zone: string, days: ReadonlyMap<string, number>, at: number, slip: Slip | null = null) {
    this.#zone = zone;
    this.#slip = slip;
    const isHeld = (what: string, date: string) => this.#keeps(what, date);
    this.#clerks = new Map([...days].map(([rule, kept]) => [rule, new RuleClerk(zone, kept, at, isHeld)]));
  }

  stores(value: StoryValue): void {
    this.#values.set(nameOf(value), value);
    this.#clerks.get(value.rule)?.called(value.date, nameOf(value));
  }

  isGone(value: StoryValue): boolean {
    return this.#clerks.get(value.rule)?.isGone(nameOf(value)) ?? false;
  }

  isCooling(rule: string, id: number): boolean {
    return this.#clerks.get(rule)?.isCooling(id) ?? false;
  }

  until(at: number): void {
    for (const clerk of this.#clerks.values()) clerk.until(at);
  }

  hearsOfRule(rule: string, event: RuleEvent): void {
    this.#clerks.get(rule)?.hears(event);
  }

  /** Calls are kept until a date is over; the same id again is the hold renewed. */
  holds(at: number, id: string, calls: readonly string[], last: string): void {
    this.until(at);
    const known = this.#holds.get(id);
    if (known !== undefined && this.#slip === "never-renews") return;
    this.#holds.set(id, { calls: known?.calls ?? new Set(calls), last });
    this.#look(at);
  }

  lifts(at: number, id: string): void {
    this.until(at);
    if (this.#slip !== "never-lifts") this.#holds.delete(id);
    this.#look(at);
  }

  erases(at: number, values: readonly StoryValue[]): void {
    this.until(at);
    if (this.#slip !== "forgets-erasures")
      for (const value of values) this.#clerks.get(value.rule)?.dooms(nameOf(value));
    this.#look(at);
  }

  /** Holds that last on the date of that moment. */
  lasting(at: number): string[] {
    const today = wallDate(this.#zone, at);
    return [...this.#holds].filter(([, hold]) => today <= hold.last).map(([id]) => id);
  }

  #look(at: number): void {
    for (const clerk of this.#clerks.values()) clerk.looks(at);
  }

  #keeps(what: string, date: string): boolean {
    const value = this.#values.get(what);
    if (value === undefined || this.#slip === "forgets-holds") return false;
    for (const { calls, last } of this.#holds.values()) {
      const lasts = this.#slip === "a-day-short" ? date < last : date <= last;
      if (lasts && (calls.has(value.call) || (this.#slip === "holds-the-day" && this.#isOfSuchADay(value, calls))))
        return true;
    }
    return false;
  }

  #isOfSuchADay(value: StoryValue, calls: ReadonlySet<string>): boolean {
    return [...this.#values.values()].some((one) => one.date === value.date && calls.has(one.call));
  }
}

function nameOf({ call, person, rule }: StoryValue): string {
  return `${call} ${person} ${rule}`;
}
