import { withCompany } from "#db/with-company.ts";
import type { Tx } from "#db/clients.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { nameOf, PRODUCTS, type Product } from "../../domain/codes.ts";
import { addDays, type Day, startOfDay } from "../../domain/zoned-time.ts";
import {
  addRawDamage,
  asStoreError,
  endRawWork,
  idFloor,
  missingRaw,
  MOST_DAMAGE,
  partiesOfRecords,
  type RawDamageRow,
  type RawPageRow,
  type RawPlaces,
  rawPage,
  type RawWorkRow,
  recordsOfSegments,
  sourceById,
  startRawWork,
  stepRawWork,
  WorkStopped,
} from "../../store/index.ts";
import { checkSegment, type PointingCall } from "./check-segment.ts";
import { placesOf, rawSlicesByDay } from "./raw-days.ts";
import { rawEnds } from "./raw-ends.ts";

type Place = Installation & { readonly company: Company };

/** Opened at once; a segment is some tens of kilobytes. */
const PAGE = 50;
/** Segments that are not there, of a day: millions of calls. */
const MOST_MISSING = 20_000;

/**
 * Verifies the raw records of a period: each segment's seal and count, each record's call and values, and that no segment is
 * missing that calls name. Each page moves the work on with what it found: killed it goes on behind the last one.
 */
export async function runVerify(place: Place, workId: string, signal?: AbortSignal): Promise<void> {
  const { company } = place;
  const row = await inCompany(place, (tx) => startRawWork(tx, company.id, workId, place.clock()));
  if (row === null) return;
  const ended = (state: "done" | "cancelled") => ({ state, at: place.clock() });
  const cancel = () => inCompany(place, (tx) => endRawWork(tx, row, ended("cancelled")));
  // What fails before each of its steps would otherwise never hear of it.
  if (row.cancelRequested) return void (await cancel());
  try {
    const missing = await verifyAll(place, row, signal);
    // Counted in the transaction that ends the work: killed before it, nothing is counted twice.
    await inCompany(place, async (tx) => {
      if (missing !== null) await noteMissing(tx, row, missing);
      await endRawWork(tx, row, ended("done"));
    });
  } catch (error) {
    if (!(asStoreError(error) instanceof WorkStopped)) throw error;
    await cancel();
  }
}

function inCompany<T>(place: Place, work: (tx: Tx) => Promise<T>): Promise<T> {
  return withCompany(door(place, "web"), place.company.id, work);
}

/** Opens every segment there is, and answers what is missing; null where the source is gone. */
async function verifyAll(place: Place, row: RawWorkRow, signal: AbortSignal | undefined): Promise<Missing | null> {
  const { company } = place;
  const source = await inCompany(place, (tx) => sourceById(tx, company.id, row.sourceId));
  const product = source === null ? undefined : nameOf(PRODUCTS, source.product);
  if (source === null || product === undefined) return null;
  const byDay = (await rawSlicesByDay(place, source.product)).filter(([day]) => day >= row.fromDay && day <= row.toDay);
  const slices = byDay.flatMap(([, of]) => of);
  const dayOf = new Map(slices.map((slice) => [slice.id, slice.callDay]));
  const places = placesOf(company.id, row.sourceId, slices);
  let after = row.atDay === null || row.atId === null ? null : { day: row.atDay, id: row.atId };
  for (;;) {
    signal?.throwIfAborted();
    const segments = await inCompany(place, (tx) => rawPage(tx, places, { after, limit: PAGE }));
    const last = segments.at(-1);
    if (last === undefined) break;
    const found = await checkPage(place, segments, dayOf);
    after = { day: last.expiresOn, id: last.id };
    const at = after;
    await inCompany(place, async (tx) => {
      await stepRawWork(tx, row, { at, segments: segments.length, counts: found.counts });
      await addRawDamage(tx, company.id, row.id, found.damage);
    });
  }
  const missing: Missing = { ended: 0, lost: 0, damage: [] };
  for (const [day] of byDay) {
    signal?.throwIfAborted();
    await addMissing(place, places, { product, day }, missing);
  }
  return missing;
}

async function checkPage(place: Place, segments: readonly RawPageRow[], dayOf: ReadonlyMap<number, Day>) {
  const { keyring, company } = place;
  const calls = await pointingCalls(place, segments, dayOf);
  const counts = { whole: 0, door: 0, gone: 0, damaged: 0 };
  const damage: RawDamageRow[] = [];
  for (const segment of segments) {
    const checked = await checkSegment(keyring, company.id, segment, calls.get(segment.id) ?? []);
    counts.whole += checked.whole;
    counts.door += checked.door;
    counts.gone += checked.gone;
    const callDay = dayOf.get(segment.sliceId) ?? segment.expiresOn;
    for (const one of checked.damaged) {
      counts.damaged += one.records;
      damage.push({ segmentId: segment.id, callDay, ...one });
    }
  }
  return { counts, damage };
}

/** The calls that name these segments, with who stands in them. They are looked for near their day first: ids sort by time. */
async function pointingCalls(place: Place, segments: readonly RawPageRow[], dayOf: ReadonlyMap<number, Day>) {
  const { company } = place;
  const days = segments.flatMap(({ sliceId }) => dayOf.get(sliceId) ?? []).sort();
  const [first, last] = [days[0], days.at(-1)];
  return await inCompany(place, async (tx) => {
    const near =
      first === undefined || last === undefined
        ? undefined
        : {
            from: idFloor(startOfDay(addDays(first, -2), company.timeZone)),
            before: idFloor(startOfDay(addDays(last, 3), company.timeZone)),
          };
    const found = await recordsOfSegments(
      tx,
      company.id,
      segments.map(({ id }) => id),
      near,
    );
    const counts = new Map([...Map.groupBy(found, ({ segmentId }) => segmentId)].map(([id, of]) => [id, of.length]));
    const far = segments.filter(({ id, records }) => (counts.get(id) ?? 0) < records).map(({ id }) => id);
    const known = new Set(found.map(({ id }) => id));
    // A clock that went wrong put them elsewhere.
    const others = (await recordsOfSegments(tx, company.id, far)).filter(({ id }) => !known.has(id));
    const all = [...found, ...others];
    const parties = Map.groupBy(
      await partiesOfRecords(
        tx,
        company.id,
        all.map(({ id }) => id),
      ),
      ({ recordId }) => recordId,
    );
    const bySegment = new Map<string, PointingCall[]>();
    for (const { id, segmentId, ordinal } of all) {
      const of = new Set((parties.get(id) ?? []).map((party) => (party.role << 3) | party.class));
      bySegment.set(segmentId, [...(bySegment.get(segmentId) ?? []), { id, ordinal, parties: of }]);
    }
    return bySegment;
  });
}

/** Calls whose segments are not there: those that have ended by their rule, and those that are lost. */
interface Missing {
  ended: number;
  lost: number;
  readonly damage: RawDamageRow[];
}

/** Calls of a day name segments that are not there, and no rule says that they have ended. */
async function addMissing(
  place: Place,
  places: RawPlaces,
  { product, day }: { readonly product: Product; readonly day: Day },
  found: Missing,
): Promise<void> {
  await inCompany(place, async (tx) => {
    const missing = await missingRaw(tx, places, day, MOST_MISSING);
    if (missing.length === 0) return;
    const isOver = await rawEnds(tx, place, product, day);
    for (const { segmentId, calls, parties } of missing) {
      const records = Number(calls);
      if (isOver(parties)) found.ended += records;
      else {
        found.lost += records;
        if (found.damage.length < MOST_DAMAGE)
          found.damage.push({ segmentId, ordinal: -1, callDay: day, records, reason: "missing" });
      }
    }
  });
}

async function noteMissing(tx: Tx, row: RawWorkRow, { ended, lost, damage }: Missing): Promise<void> {
  if (ended + lost === 0) return;
  await stepRawWork(tx, row, { at: null, segments: 0, counts: { ended, damaged: lost } });
  await addRawDamage(tx, row.companyId, row.id, damage);
}
