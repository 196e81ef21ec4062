import type { Tx } from "#db/clients.ts";
import type { CompanyContext } from "../context.ts";
import { liveSlices, markedSubjects, personMarks, pseudonymsAcross } from "../keyring/index.ts";
import { restrictedCalls } from "../store/case-calls.ts";
import { idFloor } from "../store/ids.ts";
import { type Probe, searchParties } from "../store/search-parties.ts";
import { type TrafficRow, trafficOfRecords } from "../store/traffic.ts";

/** More restricted calls in a month than this are looked at no further: the sums then hold some of them. */
const MOST = 50_000;
const PAGE = 5_000;
/** The classes that stand for one person. */
const PERSON_CLASSES = [1, 2];

/** What restricted calls (Art. 18) add to the sums of a period: calls of restricted people, and calls restricted themselves. */
export async function restrictedTraffic(
  tx: Tx,
  { keyring, company }: Pick<CompanyContext, "keyring" | "company">,
  from: Date,
  to: Date,
): Promise<TrafficRow[]> {
  const range = { from: idFloor(from), before: idFloor(to), limit: MOST };
  const records = new Set(await restrictedCalls(tx, company.id, range));
  const people = markedSubjects(await personMarks(keyring, company.id));
  if (people.length > 0) {
    const slices = await liveSlices(keyring, company.id, { classes: PERSON_CLASSES });
    for (const person of people) {
      const packed = await pseudonymsAcross(keyring, company.id, slices, person);
      const probes = slices.map((slice, place) => ({
        day: slice.expiresOn,
        sliceId: slice.id,
        pseudonym: packed.subarray(place * 16, place * 16 + 16),
      }));
      for (const id of await callsOf(tx, company.id, probes, from, to)) records.add(id);
    }
  }
  return records.size === 0 ? [] : await trafficOfRecords(tx, company.id, [...records].slice(0, MOST), from, to);
}

async function callsOf(tx: Tx, companyId: number, probes: readonly Probe[], from: Date, to: Date): Promise<string[]> {
  const records: string[] = [];
  for (let before: string | undefined; records.length < MOST; ) {
    const page = { limit: PAGE, filters: { from, to }, ...(before === undefined ? {} : { before }) };
    const rows = await searchParties(tx, companyId, probes, page);
    records.push(...rows.map((row) => row.recordId));
    before = rows.at(-1)?.recordId;
    if (rows.length < PAGE) break;
  }
  return records;
}

/** The sums without what is restricted; an hour in which nothing else happened is none. */
export function withoutRestricted(rows: readonly TrafficRow[], less: readonly TrafficRow[]): TrafficRow[] {
  if (less.length === 0) return [...rows];
  const away = new Map(less.map((row) => [keyOf(row), row]));
  return rows.flatMap((row) => {
    const part = away.get(keyOf(row));
    if (part === undefined) return [row];
    const calls = Number(row.calls) - Number(part.calls);
    return calls <= 0 ? [] : [{ ...row, calls, seconds: Math.max(0, Number(row.seconds) - Number(part.seconds)) }];
  });
}

function keyOf({ hour, sourceId, product, direction, answered }: TrafficRow): string {
  return `${hour.getTime()} ${sourceId} ${product} ${direction} ${answered}`;
}
