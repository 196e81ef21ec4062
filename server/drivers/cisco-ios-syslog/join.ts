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

export function partText({ origin, calling, called, leg }: Part): string {
  return `${origin} ${signOf(calling)}${signOf(called)} ${leg}`;
}

function signOf(isOwn: boolean | null): string {
  return isOwn === null ? "?" : isOwn ? "+" : "-";
}

function partOf({ part }: DecodedLeg): Part {
  const [word = "", signs = "", ...leg] = part.split(" ");
  const own = (sign: string | undefined) => (sign === "+" ? true : sign === "-" ? false : null);
  const origin = word === "answer" || word === "originate" ? word : "feature";
  return { origin, calling: own(signs[0]), called: own(signs[1]), leg: leg.join(" ") };
}

/** Ids are not given again for years; a clock that was set in between moves them apart. */
const SAME_CALL_MS = 24 * 3_600_000;

/** Both legs end together, but nothing says how many there are. */
export const joinLegs: Join = {
  waitSeconds: 900,
  waitFor: (legs) => {
    const origins = new Set(legs.map((leg) => partOf(leg).origin));
    return origins.has("answer") && origins.has("originate") ? 60 : 300;
  },
  merge: (legs, over) => (over ? callsIn(legs).map(callOf) : null),
};

function callsIn(legs: readonly DecodedLeg[]): DecodedLeg[][] {
  const calls: DecodedLeg[][] = [];
  let before = 0;
  for (const leg of legs.toSorted((a, b) => startOf(a) - startOf(b) || byWords(a, b))) {
    const call = calls.at(-1);
    if (call === undefined || startOf(leg) - before > SAME_CALL_MS) calls.push([leg]);
    else call.push(leg);
    before = startOf(leg) + leg.record.durationSeconds * 1_000;
  }
  return calls.map((call) => call.toSorted(inOrder));
}

function startOf({ record }: DecodedLeg): number {
  return record.startedAt.getTime();
}

/** Who called, then who answered, then whom it rang at; features last. */
const RANK = { answer: 0, originate: 1, feature: 2 } as const;

function inOrder(a: DecodedLeg, b: DecodedLeg): number {
  return (
    RANK[partOf(a).origin] - RANK[partOf(b).origin] ||
    b.record.durationSeconds - a.record.durationSeconds ||
    startOf(a) - startOf(b) ||
    byWords(a, b)
  );
}

function callOf(legs: readonly DecodedLeg[]): DecodedRecord {
  const connections = legs.filter((leg) => partOf(leg).origin !== "feature");
  const parts = connections.length > 0 ? connections : legs;
  const merged = mergeLegs(parts);
  const dispositions = parts.map(({ record }) => record.disposition);
  return {
    ...merged,
    ...sidesOf(legs),
    disposition: dispositions.includes("answered")
      ? "answered"
      : dispositions.includes("busy")
        ? "busy"
        : merged.disposition,
    values: joinedParties(legs, ({ role }, leg) => roleOf(role, leg, legs)),
  };
}

function sidesOf(legs: readonly DecodedLeg[]): { direction: Direction | null; extension: string | null } {
  const caller = legs.find((leg) => partOf(leg).calling !== null);
  const callee = legs.find((leg) => partOf(leg).called !== null);
  const [calling, called] = [caller && partOf(caller).calling, callee && partOf(callee).called];
  const extension = calling === true ? caller?.record.extension : called === true ? callee?.record.extension : null;
  if (calling === undefined || called === undefined) return { direction: null, extension: extension ?? null };
  const direction = calling ? (called ? "internal" : "out") : called ? "in" : null;
  return { direction, extension: extension ?? null };
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
