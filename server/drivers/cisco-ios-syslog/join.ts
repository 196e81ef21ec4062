import type { Direction } from "../../domain/codes.ts";
import type { DecodedLeg, DecodedRecord, Join } from "../driver.ts";
import { joinedParties } from "../joined-parties.ts";
import { byWords } from "../leg-order.ts";
import { mergeLegs } from "../merge-legs.ts";

/** A gateway has a leg to whoever calls (it answers) and one to whoever is called (it originates); a feature tells of both. */
export interface Part {
  readonly origin: "answer" | "originate" | "feature";
  /** Whether that number is the company's own; null where the line does not tell that side. */
  readonly calling: boolean | null;
  readonly called: boolean | null;
  readonly leg: string;
}

export function writePart({ origin, calling, called, leg }: Part): string {
  return `${origin} ${signOf(calling)}${signOf(called)} ${leg}`;
}

function signOf(isOwn: boolean | null): string {
  return isOwn === null ? "?" : isOwn ? "+" : "-";
}

/** A leg with its part taken apart, which is looked at again and again. */
interface Told extends Omit<Part, "leg"> {
  readonly leg: DecodedLeg;
}

function toldBy(leg: DecodedLeg): Told {
  const { part } = leg;
  const blank = part.indexOf(" ");
  const word = blank < 0 ? part : part.slice(0, blank);
  const origin = word === "answer" || word === "originate" ? word : "feature";
  return { leg, origin, calling: ownSide(part[blank + 1]), called: ownSide(part[blank + 2]) };
}

function ownSide(sign: string | undefined): boolean | null {
  return sign === "+" ? true : sign === "-" ? false : null;
}

/** Ids are not given again for years; a clock that was set in between moves them apart. */
const SAME_CALL_MS = 24 * 3_600_000;

/** Both legs end together, but nothing says how many there are. */
export const joinLegs: Join = {
  waitSeconds: 900,
  waitFor: (legs) => {
    const origins = new Set(legs.map((leg) => toldBy(leg).origin));
    return origins.has("answer") && origins.has("originate") ? 60 : 300;
  },
  merge: (legs, over) => (over ? callsIn(legs.map(toldBy)).map(callOf) : null),
};

function callsIn(legs: Told[]): Told[][] {
  const calls: Told[][] = [];
  let before = 0;
  for (const leg of legs.sort((a, b) => startOf(a) - startOf(b) || byWords(a.leg, b.leg))) {
    const call = calls.at(-1);
    if (call === undefined || startOf(leg) - before > SAME_CALL_MS) calls.push([leg]);
    else call.push(leg);
    before = startOf(leg) + leg.leg.record.durationSeconds * 1_000;
  }
  return calls.map((call) => call.sort(inOrder));
}

function startOf({ leg }: Told): number {
  return leg.record.startedAt.getTime();
}

/** Who called, then who answered, then whom it rang at; features last. */
const RANK = { answer: 0, originate: 1, feature: 2 } as const;

function inOrder(a: Told, b: Told): number {
  return (
    RANK[a.origin] - RANK[b.origin] ||
    b.leg.record.durationSeconds - a.leg.record.durationSeconds ||
    startOf(a) - startOf(b) ||
    byWords(a.leg, b.leg)
  );
}

function callOf(told: readonly Told[]): DecodedRecord {
  const legs = told.map(({ leg }) => leg);
  const connections = told.filter(({ origin }) => origin !== "feature").map(({ leg }) => leg);
  const parts = connections.length > 0 ? connections : legs;
  const merged = mergeLegs(parts);
  const dispositions = parts.map(({ record }) => record.disposition);
  return {
    ...merged,
    ...sidesOf(told),
    disposition: dispositions.includes("answered")
      ? "answered"
      : dispositions.includes("busy")
        ? "busy"
        : merged.disposition,
    values: joinedParties(legs, ({ role }, leg) => roleOf(role, leg, legs)),
  };
}

function sidesOf(legs: readonly Told[]): { direction: Direction | null; extension: string | null } {
  const caller = legs.find(({ calling }) => calling !== null);
  const callee = legs.find(({ called }) => called !== null);
  const [calling, called] = [caller?.calling, callee?.called];
  const own = calling === true ? caller : called === true ? callee : undefined;
  const extension = own?.leg.record.extension ?? null;
  if (calling === undefined || called === undefined) return { direction: null, extension };
  return { direction: calling ? (called ? "internal" : "out") : called ? "in" : null, extension };
}

/** The first leg of each side tells who called and who answered; a further one is another try, or another party. */
function roleOf(
  role: DecodedRecord["values"][number]["role"],
  leg: DecodedLeg,
  legs: readonly DecodedLeg[],
): DecodedRecord["values"][number]["role"] {
  if (role !== "calling" && role !== "called") return role;
  const first = legs.find(({ record }) => record.values.some((value) => value.role === role));
  if (first === undefined || first === leg) return role;
  return role === "calling" ? "caller" : "dialled";
}
