import type { Tx } from "#db/clients.ts";
import type { StoreBatch } from "./batch.ts";
import type { Day } from "./day.ts";
import { DATA_CLASSES } from "../domain/codes.ts";

export interface StoredCounts {
  readonly days: Day[];
  readonly products: number[];
  readonly classes: number[];
  readonly held: number[];
}

/** How many values of each product and class a batch adds to each day of expiry; raw counts records, not segments. */
export function storedCounts(
  batch: Pick<StoreBatch, "parties" | "rawSegments" | "undefinedLines" | "join" | "again">,
): StoredCounts {
  const held = new Map<string, number>();
  const add = (day: Day, product: number, dataClass: number, count: number) => {
    const key = `${day} ${product} ${dataClass}`;
    held.set(key, (held.get(key) ?? 0) + count);
  };
  // Neighbours are mostly alike: they are counted in runs, so that no text is made for each.
  let run = 0;
  for (let i = 0; i < batch.parties.length; i++) {
    const [party, next] = [batch.parties[i], batch.parties[i + 1]];
    if (party === undefined) continue;
    run++;
    if (next?.expiresOn === party.expiresOn && next.product === party.product && next.class === party.class) continue;
    add(party.expiresOn, party.product, party.class, run);
    run = 0;
  }
  for (const raw of batch.rawSegments) add(raw.expiresOn, raw.product, DATA_CLASSES.raw, raw.records);
  for (const line of batch.undefinedLines) add(line.expiresOn, line.product, DATA_CLASSES.undefined, 1);
  for (const leg of batch.join?.legs ?? []) add(leg.day, leg.product, DATA_CLASSES.undefined, -1);
  for (const line of batch.again?.lines ?? []) add(line.day, line.product, DATA_CLASSES.undefined, -1);
  const counts: StoredCounts = { days: [], products: [], classes: [], held: [] };
  for (const [key, count] of held) {
    const [day = "", product, dataClass] = key.split(" ");
    counts.days.push(day);
    counts.products.push(Number(product));
    counts.classes.push(Number(dataClass));
    counts.held.push(count);
  }
  return counts;
}

/** On which days the parties of each call day of the batch end. */
export function callDayEnds(batch: Pick<StoreBatch, "records" | "parties">): { callDays: Day[]; endDays: Day[] } {
  const dayOf = new Map<Buffer, Day>();
  for (const record of batch.records) dayOf.set(record.id, record.callDay);
  const pairs = new Map<string, { call: Day; end: Day }>();
  let lastCall = "";
  let lastEnd = "";
  for (const party of batch.parties) {
    const call = dayOf.get(party.recordId) ?? batch.records.find((record) => record.id.equals(party.recordId))?.callDay;
    if (call === undefined || (call === lastCall && party.expiresOn === lastEnd)) continue;
    lastCall = call;
    lastEnd = party.expiresOn;
    pairs.set(`${call} ${party.expiresOn}`, { call, end: party.expiresOn });
  }
  return {
    callDays: [...pairs.values()].map((pair) => pair.call),
    endDays: [...pairs.values()].map((pair) => pair.end),
  };
}

/** How many values of a class a company holds now (role web). */
export async function countStored(tx: Tx, companyId: number, dataClass: number): Promise<number> {
  const [row] = await tx`select coalesce(sum(s.held), 0)::int8 as held from data.stored_count s
    where s.company_id = ${companyId} and s.class = ${dataClass}::int2`;
  return row?.["held"] as number;
}
