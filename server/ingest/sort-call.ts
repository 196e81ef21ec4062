import type { Sorted } from "../domain/sorted.ts";
import type { DecodedRecord } from "../drivers/driver.ts";
import type { DraftParty } from "./draft.ts";

/** A call as the company's rules look at it. */
export interface CallToSort {
  readonly record: DecodedRecord;
  /** Canonical form of the other side's number, e.g. "+46701740605"; null when withheld, internal or none. */
  readonly outside: string | null;
  /** What was dialled, as the PBX wrote it, with access and account codes; null when nothing was. */
  readonly dialled: string | null;
}

/** The rules of a company and source, read once for many calls. Each is pure and may be left out. */
export interface Sorting {
  /** Hundredths of the company's currency; null = no tariff says anything. */
  readonly cost?: (call: CallToSort) => number | null;
  readonly nature?: (call: CallToSort) => number | null;
  /** Knows the cost, since a threshold may be one. */
  readonly apart?: (call: CallToSort, costCents: number | null) => number | null;
}

/** What a call is counted as. A number that a tariff knows goes before what the PBX says. */
export function sortCall(record: DecodedRecord, parties: readonly DraftParty[], sorting: Sorting | undefined): Sorted {
  if (sorting === undefined) return { costCents: record.costCents, apart: null, nature: null, category: null };
  const call = { record, outside: outsideOf(record, parties), dialled: dialledOf(record) };
  const costCents = sorting.cost?.(call) ?? record.costCents;
  return {
    costCents,
    apart: sorting.apart?.(call, costCents) || null,
    nature: sorting.nature?.(call) ?? null,
    category: null,
  };
}

function outsideOf({ direction }: DecodedRecord, parties: readonly DraftParty[]): string | null {
  const roles = direction === "in" ? INCOMING : OUTGOING;
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
