import { AppError } from "../../domain/app-error.ts";
import { DATA_CLASSES, nameOf, ROLES } from "../../domain/codes.ts";
import { decodePayload, DROPPED, type Hole, type RawRecord, rawSegmentPlace, rebuild } from "../../domain/raw/index.ts";
import { uuidBytes } from "../../domain/uuid.ts";
import { addDays, startOfDay } from "../../domain/zoned-time.ts";
import {
  type Keyring,
  markedSubjects,
  openPseudonyms,
  openWithSlice,
  type PersonMark,
  revealSubjects,
  type Slice,
} from "../../keyring/index.ts";
import { type CallFacts, callFacts } from "../../store/call-facts.ts";
import { idFloor } from "../../store/ids.ts";
import type { RawPageRow } from "../../store/raw-lists.ts";
import { recordsOfSegments } from "../../store/raw-segments.ts";
import { type PartyOfRecord, partiesOfRecords } from "../../store/search-parties.ts";
import type { Sql } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import type { KnownParty, OpenedSegment, RawCall } from "./raw-call.ts";

/** What opening needs: the door `web` of both clusters. */
export interface OpeningPlace {
  readonly keyring: Keyring;
  readonly web: Sql;
  readonly companyId: number;
  readonly companyZone: string;
  readonly slices: ReadonlyMap<number, Slice>;
  readonly marks: readonly PersonMark[];
}

/** Segments with their calls, each raw record put together again where everything it held is still there and free to be used. */
export async function openSegments(place: OpeningPlace, rows: readonly RawPageRow[]): Promise<OpenedSegment[]> {
  const { calls, parties } = await storedOf(place, rows);
  const opened: OpenedSegment[] = [];
  const payloads = new Map<string, (RawRecord | null)[] | null>();
  for (const row of rows) payloads.set(row.id, await recordsIn(place, row));
  const people = await peopleIn(place, rows, payloads, [...parties.values()].flat());
  for (const row of rows) {
    const slice = place.slices.get(row.sliceId);
    if (slice === undefined) continue;
    const of = (calls.get(row.id) ?? []).toSorted((a, b) => (a.ordinal ?? 0) - (b.ordinal ?? 0));
    const records = payloads.get(row.id) ?? null;
    const out = of.map((facts) => {
      const record = records?.[facts.ordinal ?? -1] ?? null;
      return openCall({ ...place, people }, slice, record, facts, parties.get(facts.id) ?? []);
    });
    opened.push({ row, slice, records: records ?? [], calls: out });
  }
  return opened;
}

async function storedOf({ web, companyId, companyZone, slices }: OpeningPlace, rows: readonly RawPageRow[]) {
  const days = rows.flatMap(({ sliceId }) => slices.get(sliceId)?.callDay ?? []).sort();
  const [first = "1970-01-01", last = first] = [days[0], days.at(-1)];
  return await withCompany(
    web,
    companyId,
    async (tx) => {
      const ids = rows.map(({ id }) => id);
      const near = {
        from: startOfDay(addDays(first, -2), companyZone),
        before: startOfDay(addDays(last, 3), companyZone),
      };
      const range = { from: idFloor(near.from), before: idFloor(near.before) };
      const found = await recordsOfSegments(tx, companyId, ids, range);
      const counts = Map.groupBy(found, ({ segmentId }) => segmentId);
      // A clock that went wrong put them elsewhere.
      const far = rows.filter(({ id, records }) => (counts.get(id)?.length ?? 0) < records).map(({ id }) => id);
      const others = await recordsOfSegments(tx, companyId, far);
      const records = [...new Set([...found, ...others].map(({ id }) => id))];
      return {
        calls: Map.groupBy(await callFacts(tx, companyId, records), ({ segmentId }) => segmentId ?? ""),
        parties: Map.groupBy(await partiesOfRecords(tx, companyId, records), ({ recordId }) => recordId),
      };
    },
    { readOnly: true },
  );
}

async function recordsIn({ keyring, companyId }: OpeningPlace, row: RawPageRow): Promise<(RawRecord | null)[] | null> {
  try {
    const place = rawSegmentPlace(companyId, row.id);
    return decodePayload(await openWithSlice(keyring, companyId, row.sliceId, place, row.sealed));
  } catch (error) {
    if (error instanceof AppError && (error.code === "corrupt" || error.code === "expired")) return null;
    throw error;
  }
}

function openCall(
  place: OpeningPlace & { readonly people: People },
  slice: Slice,
  record: RawRecord | null,
  facts: CallFacts,
  rows: readonly PartyOfRecord[],
): RawCall {
  const of = { ordinal: facts.ordinal ?? -1, facts };
  if (record === null) return { ...of, left: "damaged" };
  const isOfCase = slice.ofCase === true || rows.some((row) => place.slices.get(row.sliceId)?.ofCase === true);
  if (isOfCase || facts.held || facts.corrected) return { ...of, left: "kept" };
  if ((facts.erased ?? 0) !== 0 || (facts.late ?? 0) !== 0) return { ...of, left: "gone" };
  const parties = knownParties(place, rows);
  if (parties === null) return { ...of, left: "gone" };
  const restricted = new Set(markedSubjects(place.marks).map((id) => id.toString("hex")));
  if (parties.some(({ subjectId }) => restricted.has(subjectId.toString("hex")))) return { ...of, left: "kept" };
  const values = valuesOf(place, slice, record, parties);
  const atDoor = new Set(record.holes.filter((hole) => isAtDoor(record, hole)));
  const holes = record.holes.filter((hole) => !atDoor.has(hole));
  const { bytes, complete } = rebuild(record.skeleton, holes, values);
  if (!complete) return { ...of, left: "gone" };
  return { ...of, left: null, frame: bytes, filled: atDoor.size === 0 ? null : filledFrame(record, values), parties };
}

/** Names and identity numbers are left at the door by the company's word; a telephone number's empty place lost it otherwise. */
function isAtDoor({ values }: RawRecord, { template, value }: Hole): boolean {
  return template === DROPPED && values[value]?.class !== "phone";
}

/** What stands where a value was left out must not matter to who reads the rest: of another length, it reads the same. */
const FILLER = "Nn Nnnnnn";

function filledFrame(record: RawRecord, values: readonly (string | null)[]): Buffer {
  const holes = record.holes.map((hole) => (isAtDoor(record, hole) ? { ...hole, template: FILLER } : hole));
  const filled = values.map((value, at) =>
    record.holes.some((hole) => hole.value === at && isAtDoor(record, hole)) ? (value ?? "") : value,
  );
  return rebuild(record.skeleton, holes, filled).bytes;
}

/** null when one of them opens to nobody. */
function knownParties({ people }: { readonly people: People }, rows: readonly PartyOfRecord[]): KnownParty[] | null {
  const known: KnownParty[] = [];
  for (const row of rows) {
    const [role, className] = [nameOf(ROLES, row.role), nameOf(DATA_CLASSES, row.class)];
    const person = people.get(keyOf(row.sliceId, uuidBytes(row.pseudonym)));
    if (person === undefined || role === undefined) return null;
    if (className !== "phone" && className !== "ssn" && className !== "ssn_truncated" && className !== "name")
      return null;
    known.push({ row, role, className, subjectId: person.id, canonical: person.canonical });
  }
  return known;
}

function valuesOf(
  { people }: { readonly people: People },
  slice: Slice,
  { values }: RawRecord,
  parties: readonly KnownParty[],
): (string | null)[] {
  return values.map((value) =>
    value.pseudonym === null
      ? (parties.find((one) => one.role === value.role && one.className === value.class)?.canonical ?? null)
      : (people.get(keyOf(slice.id, value.pseudonym))?.canonical ?? null),
  );
}

/** Who can be read, by slice and pseudonym. */
type People = ReadonlyMap<string, { readonly id: Buffer; readonly canonical: string }>;

function keyOf(sliceId: number, pseudonym: Buffer): string {
  return `${sliceId} ${pseudonym.toString("hex")}`;
}

/** Everybody in these segments and their calls, asked for at once. */
async function peopleIn(
  { keyring, companyId }: OpeningPlace,
  rows: readonly RawPageRow[],
  payloads: ReadonlyMap<string, readonly (RawRecord | null)[] | null>,
  parties: readonly PartyOfRecord[],
): Promise<People> {
  const asked = new Map<number, Buffer[]>();
  const ask = (sliceId: number, pseudonym: Buffer) => asked.set(sliceId, [...(asked.get(sliceId) ?? []), pseudonym]);
  for (const [sliceId, of] of Map.groupBy(parties, (party) => party.sliceId))
    asked.set(
      sliceId,
      of.map((party) => uuidBytes(party.pseudonym)),
    );
  for (const { id, sliceId } of rows)
    for (const record of payloads.get(id) ?? [])
      for (const { pseudonym } of record?.values ?? []) if (pseudonym !== null) ask(sliceId, pseudonym);
  const ids = new Map<string, Buffer>();
  for (const [sliceId, pseudonyms] of asked) {
    const opened = await openPseudonyms(keyring, companyId, sliceId, Buffer.concat(pseudonyms));
    for (const [at, one] of opened.entries()) {
      const pseudonym = pseudonyms[at];
      if (one.kind === "subject" && pseudonym !== undefined) ids.set(keyOf(sliceId, pseudonym), Buffer.from(one.id));
    }
  }
  const revealed = await revealSubjects(keyring, companyId, [...ids.values()]);
  const people = new Map<string, { id: Buffer; canonical: string }>();
  for (const [key, id] of ids) {
    const canonical = revealed.get(id.toString("hex"))?.canonical;
    if (canonical !== undefined) people.set(key, { id, canonical });
  }
  return people;
}
