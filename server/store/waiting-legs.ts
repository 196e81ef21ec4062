import type { Tx } from "#db/clients.ts";
import type { JoinedCall, LegMark, StoreBatch, StoreJoin } from "./batch.ts";
import type { Day } from "./day.ts";
import { FIRST_ID } from "./ids.ts";
import { rowsAs } from "./rows.ts";
import { callDayEnds, storedCounts } from "./stored-counts.ts";

/** All verbs here: role ingest, inside the company. `days` are the days on which legs of the source may end. */
export interface WaitingPlace {
  readonly companyId: number;
  readonly sourceId: number;
  readonly days: readonly Day[];
}

/** What is known of a call: how many of its legs wait, and what it was joined of. */
export interface KnownJoin {
  readonly joinKey: string;
  readonly waiting: number;
  readonly callAt: Date | null;
  readonly legs: readonly LegMark[] | null;
}

export async function knownJoins(tx: Tx, place: WaitingPlace, keys: readonly string[]): Promise<KnownJoin[]> {
  return rowsAs(
    await tx`select * from data.known_joins(${place.companyId}, ${place.sourceId}, ${[...place.days]}::date[], ${[...keys]}::uuid[])`,
  );
}

/** Calls of which several legs wait, or whose last leg came before `before`; in the order of their keys. */
export async function waitingCalls(
  tx: Tx,
  place: WaitingPlace,
  page: { readonly before: Date; readonly after?: string; readonly limit: number },
): Promise<{ joinKey: string; legs: number }[]> {
  return rowsAs(
    await tx`select * from data.waiting_calls(${place.companyId}, ${place.sourceId}, ${[...place.days]}::date[], ${page.before},
      ${page.after ?? FIRST_ID}, ${page.limit})`,
  );
}

/** A leg whose call is not whole yet, sealed. */
export interface WaitingLegRow {
  readonly joinKey: string;
  readonly id: string;
  readonly expiresOn: Day;
  readonly sliceId: number;
  readonly sessionId: string | null;
  readonly product: number;
  readonly receivedAt: Date;
  readonly waitingSince: Date;
  readonly joinState: string | null;
  readonly sealed: Buffer;
}

/** In the order in which they were received. */
export async function waitingLegs(
  tx: Tx,
  place: WaitingPlace,
  keys: readonly string[],
  limit: number,
): Promise<WaitingLegRow[]> {
  return rowsAs(
    await tx`select * from data.waiting_legs(${place.companyId}, ${place.sourceId}, ${[...place.days]}::date[], ${[...keys]}::uuid[], ${limit})`,
  );
}

export async function sourcesWaiting(tx: Tx, companyId: number, days: readonly Day[]): Promise<number[]> {
  const rows = await tx`select source_id from data.sources_waiting(${companyId}, ${[...days]}::date[])`;
  return rows.map((row) => row["source_id"] as number);
}

/** Legs that no driver reads any more become lines no driver understood. */
export async function releaseWaiting(
  tx: Tx,
  place: Omit<WaitingPlace, "days">,
  legs: readonly { readonly id: string; readonly day: Day }[],
  reason: string,
): Promise<number> {
  const [row] =
    await tx`select data.release_waiting(${place.companyId}, ${place.sourceId}, ${legs.map((leg) => leg.day)}::date[],
      ${legs.map((leg) => leg.id)}::uuid[], ${reason}) as n`;
  return Number(row?.["n"] ?? 0);
}

/** Forgets what was joined before, and counts legs that ended by their rule as lines no driver understood. */
export async function tidyJoined(tx: Tx, companyId: number, before: Date): Promise<void> {
  await tx`select data.forget_joined(${companyId}, ${before})`;
  await tx`select data.settle_waiting(${companyId}, ${before})`;
}

export async function noteJoined(
  tx: Tx,
  companyId: number,
  sourceId: number,
  { at, calls }: { readonly at: Date; readonly calls: readonly JoinedCall[] },
): Promise<void> {
  const noted = calls.map(({ key, callAt, legs }) => ({ key, call_at: callAt.toISOString(), legs }));
  await tx`select data.note_joined(${companyId}, ${sourceId}, ${at}, ${tx.json(noted as never)})`;
}

/** Ends the transaction of a batch that waiting legs came to. Refused with GL004 when one of them is gone. */
export async function closeJoin(tx: Tx, batch: StoreBatch, join: StoreJoin, duplicates: number): Promise<void> {
  const counts = storedCounts(batch);
  const ends = callDayEnds(batch);
  const { sessions, legs } = join;
  const detail = tx.json({ ...batch.audit?.detail, records: batch.records.length, duplicates });
  await tx`select data.close_join(${batch.companyId}, ${batch.checkpoint.sourceId}, ${legs.map((leg) => leg.day)}::date[],
    ${legs.map((leg) => leg.id)}::uuid[],
    ${counts.days}::date[], ${counts.products}::int2[], ${counts.classes}::int2[], ${counts.held}::int8[], ${ends.callDays}::date[], ${ends.endDays}::date[],
    ${sessions.map((one) => one.sessionId)}::uuid[], ${sessions.map((one) => one.records)}::int8[],
    ${sessions.map((one) => one.duplicates)}::int8[], ${sessions.map((one) => one.late)}::int8[],
    ${sessions.map((one) => one.joined)}::int8[], ${sessions.map((one) => one.legs)}::int8[],
    ${batch.audit?.actor ?? "ingest"}, ${batch.audit?.action ?? "ingest.batch"}, ${detail})`;
}
