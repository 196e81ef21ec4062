import { tomorrow, wallDate } from "./oracle.ts";

/** What people did with one rule, in the order of time. Dates are those on the wall of the company. */
export type RuleEvent =
  | { readonly at: number; readonly did: "asked-shorter"; readonly id: number; readonly days: number }
  | { readonly at: number; readonly did: "cancelled" | "waived"; readonly id: number }
  | { readonly at: number; readonly did: "made-longer"; readonly days: number }
  | { readonly at: number; readonly did: "switched-off" | "renewed" }
  | { readonly at: number; readonly did: "decision-ended" | "decision-recorded" };

/** How many days a shortening can still be cancelled, the day of asking left out. */
const COOL_DAYS = 7;

/**
 * A rule's life told by a clerk with a calendar: every midnight, and at everything that people do, the clerk looks what holds
 * now and crosses out the call days that are past it. Nothing crossed out comes back. No arithmetic of the product is used.
 */
export class RuleClerk {
  readonly #zone: string;
  #days: number;
  /** Off until that date; on it the former days hold again. null = it is on. */
  #offUntil: string | null = null;
  #decided = true;
  #cooling: { id: number; days: number; from: string }[] = [];
  #date: string;
  readonly #gone = new Set<string>();
  /** The dates of what is not crossed out. */
  readonly #known = new Map<string, string>();
  readonly #doomed = new Set<string>();
  readonly #isHeld: (what: string, date: string) => boolean;

  /** `isHeld` is asked before something is crossed out: what is held on that date stays. */
  constructor(zone: string, days: number, at: number, isHeld: (what: string, date: string) => boolean = () => false) {
    this.#zone = zone;
    this.#days = days;
    this.#date = wallDate(zone, at);
    this.#isHeld = isHeld;
  }

  /** A call of that date is known from now on, under a name of its own where a date has several. */
  called(date: string, what = date): void {
    this.#known.set(what, date);
  }

  isGone(what: string): boolean {
    return this.#gone.has(what);
  }

  /** Somebody erased it: it is crossed out at the next look that finds it free. */
  dooms(what: string): void {
    this.#doomed.add(what);
  }

  /** Something outside the rule has changed, e.g. what is held. */
  looks(at: number): void {
    this.until(at);
    this.#look();
  }

  /** Whether a shortening can still be cancelled or waived. */
  isCooling(id: number): boolean {
    return this.#cooling.some((one) => one.id === id);
  }

  /** Lets the calendar run to a moment. */
  until(at: number): void {
    const today = wallDate(this.#zone, at);
    while (this.#date < today) {
      this.#date = tomorrow(this.#date);
      this.#look();
    }
  }

  hears(event: RuleEvent): void {
    this.until(event.at);
    switch (event.did) {
      case "asked-shorter":
        this.#cooling.push({ id: event.id, days: event.days, from: after(this.#date, COOL_DAYS + 1) });
        break;
      case "cancelled":
        this.#cooling = this.#cooling.filter((one) => one.id !== event.id);
        break;
      case "waived":
        this.#hold(event.id);
        break;
      case "made-longer":
        this.#days = event.days;
        this.#offUntil = null;
        this.#cooling = [];
        break;
      case "switched-off":
        this.#cooling = [];
        this.#offUntil = aYearAfter(this.#date);
        break;
      case "renewed":
        this.#cooling = [];
        this.#offUntil = aYearAfter(this.#date);
        break;
      case "decision-ended":
        this.#decided = false;
        break;
      case "decision-recorded":
        this.#decided = true;
        break;
    }
    this.#look();
  }

  #hold(id: number): void {
    const one = this.#cooling.find((each) => each.id === id);
    this.#cooling = this.#cooling.filter((each) => each.id !== id);
    if (one === undefined) return;
    if (this.#offUntil !== null || one.days < this.#days) this.#days = one.days;
    this.#offUntil = null;
  }

  #look(): void {
    // Where both come with one midnight, the days of before hold first: fewer days than none never mean more than those.
    if (this.#offUntil !== null && this.#offUntil <= this.#date) this.#offUntil = null;
    for (const { id, from } of [...this.#cooling]) if (from <= this.#date) this.#hold(id);
    if (!this.#decided) return;
    for (const [what, date] of this.#known) {
      const isPast = this.#offUntil === null && lastDay(date, this.#days) < this.#date;
      if (!(isPast || this.#doomed.has(what)) || this.#isHeld(what, this.#date)) continue;
      this.#gone.add(what);
      this.#known.delete(what);
    }
  }
}

const lastDays = new Map<string, string>();

function lastDay(date: string, days: number): string {
  const key = `${date} ${days}`;
  const last = lastDays.get(key) ?? after(date, days);
  lastDays.set(key, last);
  return last;
}

function after(date: string, days: number): string {
  let day = date;
  for (let i = 0; i < days; i++) day = tomorrow(day);
  return day;
}

/** The same date a year later; of a leap day the last of February. */
function aYearAfter(date: string): string {
  const year = String(Number(date.slice(0, 4)) + 1);
  return date.endsWith("02-29") ? `${year}-02-28` : year + date.slice(4);
}
