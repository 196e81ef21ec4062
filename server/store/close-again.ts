import type { Tx } from "#db/clients.ts";
import type { StoreAgain, StoreBatch } from "./batch.ts";
import { callDayEnds, storedCounts } from "./stored-counts.ts";

/** Ends the transaction of a batch that lines came to. Refused with GL004 when one of them is gone, GL005 when it was stopped. */
export async function closeAgain(tx: Tx, batch: StoreBatch, again: StoreAgain): Promise<void> {
  const { companyId, checkpoint, audit } = batch;
  const { work, lines, sessions, totals, left, at, done, more } = again;
  const counts = storedCounts(batch);
  const ends = callDayEnds(batch);
  const sums = [done, totals.records, totals.duplicates, totals.joined, totals.filtered, totals.late, more];
  const isNews = lines.length > 0;
  const detail = { source: checkpoint.sourceId, work: work.id, records: totals.records, duplicates: totals.duplicates };
  await tx`select data.close_again(${companyId}, ${checkpoint.sourceId}, ${work.id}, ${work.attempt},
    ${lines.map((line) => line.day)}::date[], ${lines.map((line) => line.id)}::uuid[],
    ${counts.days}::date[], ${counts.products}::int2[], ${counts.classes}::int2[], ${counts.held}::int8[], ${ends.callDays}::date[], ${ends.endDays}::date[],
    ${sessions.map((one) => one.sessionId)}::uuid[], ${sessions.map((one) => one.records)}::int8[],
    ${sessions.map((one) => one.duplicates)}::int8[], ${sessions.map((one) => one.late)}::int8[],
    ${sessions.map((one) => one.joined)}::int8[], ${sessions.map((one) => one.filtered)}::int8[], ${sessions.map((one) => one.legs)}::int8[],
    ${left.map((line) => line.day)}::date[], ${left.map((line) => line.id)}::uuid[], ${left.map((line) => line.reason)}::text[],
    ${left.map((line) => line.state)}::text[],
    ${at?.deliveryId ?? null}, ${at?.position ?? null}, ${at?.id ?? null}, ${at?.state ?? null}, ${sums}::int8[],
    ${isNews ? tx.json({ ...audit?.detail, ...detail }) : null})`;
}
