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
/** Segments that are not there, of a day: more are counted with the next verification. */
const MOST_MISSING = 200;

/**
 * Verifies the raw records of a period: each segment's seal and count, each record's call and values, and that no segment is
 * missing that calls name. Each page moves the work on with what it found: killed it goes on behind the last one.
 */
export async function runVerify(place: Place, workId: string, signal?: AbortSignal): Promise<void> {
  const { company } = place;
  const row = await inCompany(place, (tx) => startRawWork(tx, company.id, workId, place.clock()));
  if (row === null) return;
  try {
    await verifyAll(place, row, signal);
    await end(place, row, "done");
  } catch (error) {
    if (!(asStoreError(error) instanceof WorkStopped)) throw error;
    await end(place, row, "cancelled");
  }
}

function inCompany<T>(place: Place, work: (tx: Tx) => Promise<T>): Promise<T> {
  return withCompany(door(place, "web"), place.company.id, work);
}

async function end(place: Place, row: RawWorkRow, state: "done" | "cancelled"): Promise<void> {
  await inCompany(place, (tx) => endRawWork(tx, row, { state, at: place.clock() }));
}

async function verifyAll(place: Place, row: RawWorkRow, signal: AbortSignal | undefined): Promise<void> {
  const { company } = place;
  const source = await inCompany(place, (tx) => sourceById(tx, company.id, row.sourceId));
  const product = source === null ? undefined : nameOf(PRODUCTS, source.product);
  if (source === null || product === undefined) return;
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
  for (const [day] of byDay) {
    signal?.throwIfAborted();
    await noteMissing(place, row, places, product, day);
  }
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

/** Calls of a day name segments that are not there, and no rule says that they have ended. */
async function noteMissing(
  place: Place,
  row: RawWorkRow,
  places: RawPlaces,
  product: Product,
  day: Day,
): Promise<void> {
  const { company } = place;
  await inCompany(place, async (tx) => {
    const missing = await missingRaw(tx, places, day, MOST_MISSING);
    if (missing.length === 0) return;
    const isOver = await rawEnds(tx, place, product, day);
    const lost = missing.filter(({ parties }) => !isOver(parties));
    const sum = (of: typeof missing) => of.reduce((all, one) => all + Number(one.calls), 0);
    const ended = missing.filter(({ parties }) => isOver(parties));
    await stepRawWork(tx, row, { at: null, segments: 0, counts: { ended: sum(ended), damaged: sum(lost) } });
    const damage = lost.map(({ segmentId, calls }) => ({
      ...{ segmentId, ordinal: -1, callDay: day, records: Number(calls), reason: "missing" as const },
    }));
    await addRawDamage(tx, company.id, row.id, damage);
  });
}
