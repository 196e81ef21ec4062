import type { Role } from "../domain/codes.ts";
import type { NatureOf } from "../domain/nature-rules.ts";
import type { Sorted } from "../domain/sorted.ts";
import type { DecodedRecord } from "../drivers/driver.ts";
import type { DraftParty } from "./draft.ts";

/** A call as the company's rules look at it. */
export interface CallToSort {
  readonly record: DecodedRecord;
  /** Canonical form of the other side's number, e.g. "+46701740605"; null when withheld, internal or none. */
  readonly outside: string | null;
  /** Canonical form of the number that was called, whichever side it is on; null when withheld, internal or none. */
  readonly called: string | null;
  /** What was dialled, as the PBX wrote it, with access and account codes; null when nothing was. */
  readonly dialled: string | null;
}

/** The rules of a company and source, read once for many calls. Each is pure and may be left out. */
export interface Sorting {
  /** Hundredths of the company's currency; null = no tariff says anything. */
  readonly cost?: (call: CallToSort) => number | null;
  /** Whose word on the cost goes first; the other's counts where it says nothing. Left out, the tariff's. */
  readonly costFirst?: "tariff" | "pbx";
  readonly nature?: (call: CallToSort) => number | null;
  /** What a code that was dialled says by itself: it goes before the list of private numbers, which is asked in the keyring. */
  readonly natureByCode?: NatureOf;
  /** Codes that may stand before the number that was dialled, the longest first. */
  readonly accessCodes?: readonly string[];
  /** Knows the cost, since a threshold may be one. */
  readonly apart?: (call: CallToSort, costCents: number | null) => number | null;
}

/** What a call is counted as. Most companies have no such rules, and their calls are not looked at. */
export function sortCall(
  record: DecodedRecord,
  parties: readonly DraftParty[],
  { cost, costFirst, apart, nature }: Sorting = {},
): Sorted {
  if (cost === undefined && apart === undefined && nature === undefined)
    return { costCents: record.costCents, apart: null, nature: null, category: null };
  const call = callToSort(record, parties);
  const told = costFirst === "pbx" ? record.costCents : null;
  const costCents = told ?? cost?.(call) ?? record.costCents;
  return {
    costCents,
    apart: apart?.(call, costCents) || null,
    nature: nature?.(call) ?? null,
    category: null,
  };
}

export function callToSort(record: DecodedRecord, parties: readonly DraftParty[]): CallToSort {
  const called = numberOf(OUTGOING, parties);
  const outside = record.direction === "in" ? numberOf(INCOMING, parties) : called;
  return { record, outside, called, dialled: dialledOf(record) };
}

function numberOf(roles: readonly Role[], parties: readonly DraftParty[]): string | null {
  for (const role of roles)
    for (const party of parties) if (party.role === role && party.className === "phone") return party.canonical;
  return null;
}

const INCOMING = ["calling", "caller"] as const;
const OUTGOING = ["called", "dialled"] as const;

function dialledOf({ values, direction }: DecodedRecord): string | null {
  if (direction === "in") return null;
  const written = (role: string) => values.find((value) => value.role === role && value.class === "phone")?.text;
  return written("dialled") ?? written("called") ?? null;
}
