import { withCompany } from "#db/with-company.ts";
import { door } from "../../context.ts";
import { DATA_CLASSES, ROLES } from "../../domain/codes.ts";
import { NEVER_DAYS } from "../../domain/retention.ts";
import { besideInExport } from "../../domain/rights.ts";
import { readSight, showValue } from "../../domain/sight.ts";
import { addDays } from "../../domain/zoned-time.ts";
import { endpointLabels, liveSlices, revealSubjects, type Slice } from "../../keyring/index.ts";
import {
  type DayOfRecords,
  type ExportPage,
  type ExportParties,
  type ExportRow as ExportJob,
  exportEdges,
  FIRST_ID,
  readExportPage,
  readExportParties,
  type SelectionRow,
} from "../../store/index.ts";
import { type MaskedValues, maskedValues } from "../retention/masked-values.ts";
import { PARTY_CLASSES } from "../seek/probes.ts";
import type { ExportPlace } from "./export-files.ts";
import type { ExportRow } from "./export-row.ts";
import { codeReader } from "./code-reader.ts";
import { openParties, ownSubjects } from "./open-subjects.ts";
import { type PageReading, type Reading, Shown, type SourceNames } from "./shown-rows.ts";

/** A page as the database gave it: pseudonyms and codes. */
interface FetchedPage {
  readonly page: ExportPage;
  readonly parties: readonly ExportParties[];
  readonly masks: MaskedValues;
}

/** A page opened, and what it says about the selection. */
export interface RowPage {
  /** Made while they are read, few at a time: thousands kept until they are written fill the memory with what is over. */
  readonly batches: Iterable<readonly ExportRow[]>;
  readonly frozen: number;
  /** Where the next page goes on. */
  readonly last: string;
}

const PAGE = 10_000;
/** Pages that the database reads while one is opened: more of them only fight over the same processors. */
const AHEAD = 1;
const EDGES = 32;
/** Rows lie by time and slices by day: a slice that was read long ago hardly comes again, and every row is asked for each. */
const SLICES_TOLD = 6;

/**
 * Reads a frozen selection page by page, the database ahead of what is opened. Every page asks the keyring anew whose values
 * may be read when it is opened: who was erased since the last page is in none that follows. Nothing grows with the number
 * of pages.
 */
export async function* readPages(
  place: ExportPlace,
  job: ExportJob,
  selection: SelectionRow,
  names: SourceNames,
  before: string,
): AsyncGenerator<RowPage, void> {
  const reading = openReading(place, job, selection, names);
  const under: { readonly low: string; readonly fetched: Promise<FetchedPage> }[] = [];
  let high = before;
  try {
    for (let edges: string[] = []; ; ) {
      if (edges.length === 0) edges = await nextEdges(reading, selection.id, high);
      while (under.length < AHEAD + 1 && edges.length > 0) {
        const low = edges.shift() ?? "";
        const fetched = fetchPage(reading, selection.id, low, high);
        // What was asked for early may fail before anybody waits for it: the failure is met when its turn comes.
        fetched.catch(() => undefined);
        under.push({ low, fetched });
        high = low;
      }
      const next = under.shift();
      if (next === undefined) return;
      const fetched = await next.fetched;
      yield { ...(await rowsOf({ ...reading, masks: fetched.masks }, fetched)), last: next.low };
    }
  } finally {
    // However it ends: nothing is asked afterwards.
    await Promise.allSettled(under.map(({ fetched }) => fetched));
  }
}

function openReading(place: ExportPlace, job: ExportJob, selection: SelectionRow, sourceNames: SourceNames): Reading {
  const sight = readSight(job.options["sight"]);
  return {
    place,
    sourceNames,
    own: sight,
    beside: job.options["otherParties"] === "clear" ? sight : besideInExport(sight),
    code: codeReader(sourceNames),
    epoch: Number(selection.detail["epoch"] ?? -1),
    alone: selection.detail["single"] === true,
    subjectOf: new Map(),
    labels: new Map(),
  };
}

async function nextEdges({ place }: Reading, selectionId: string, before: string): Promise<string[]> {
  if (before === FIRST_ID) return [];
  const companyId = place.company.id;
  return await withCompany(
    door(place, "web"),
    companyId,
    (tx) => exportEdges(tx, companyId, selectionId, { before, limit: PAGE, pages: EDGES }),
    { readOnly: true },
  );
}

async function fetchPage(reading: Reading, selectionId: string, low: string, before: string): Promise<FetchedPage> {
  const { place, epoch, subjectOf } = reading;
  const companyId = place.company.id;
  const slices = await liveSlices(place.keyring, companyId, { classes: PARTY_CLASSES });
  return await withCompany(
    door(place, "web"),
    companyId,
    async (tx) => {
      // Asked for with every page: what a rule masks from today on is masked in the rest of the file.
      const masking = maskedValues(tx, place);
      masking.catch(() => undefined);
      const knownSlices = [...subjectOf.keys()].slice(-SLICES_TOLD).reverse();
      const page = await readExportPage(tx, companyId, selectionId, {
        low,
        before,
        close: PAGE * 4,
        epoch,
        knownSlices,
      });
      const { records, days } = recordsWithOthers(reading, page, slices);
      const parties = records.length === 0 ? [] : await readExportParties(tx, companyId, records, days);
      return { page, parties, masks: await masking };
    },
    { readOnly: true },
  );
}

/**
 * The calls with somebody else in them, and on which days those can end: all parties of a call count from the same day, so
 * that only the ends of that day's slices can hold them.
 */
function recordsWithOthers(
  { code }: Reading,
  page: ExportPage,
  slices: readonly Slice[],
): { records: string[]; days: DayOfRecords[] } {
  const callDays = new Map(slices.map((slice) => [String(slice.id), slice.callDay]));
  const placesOf = new Map<string, { first: number; last: number }>();
  const records: string[] = [];
  for (let i = 0; i < page.ids.length; i++) {
    if (!code(page.codes[i] ?? "").more) continue;
    const id = page.ids[i] ?? "";
    if (records.at(-1) !== id) records.push(id);
    const callDay = callDays.get(page.sliceIds[i] ?? "");
    if (callDay !== undefined) widen(placesOf, callDay, records.length - 1, records.length - 1);
  }
  const ends = new Map<string, { first: number; last: number }>();
  for (const { callDay, expiresOn } of slices) {
    const places = placesOf.get(callDay);
    if (places !== undefined) widen(ends, expiresOn, places.first, places.last);
  }
  return { records, days: [...ends].map(([day, places]) => ({ day, ...places })) };
}

function widen(map: Map<string, { first: number; last: number }>, key: string, first: number, last: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, { first, last });
  else {
    known.first = Math.min(known.first, first);
    known.last = Math.max(known.last, last);
  }
}

async function rowsOf(reading: PageReading, { page, parties }: FetchedPage): Promise<Omit<RowPage, "last">> {
  const { keyring, company } = reading.place;
  const own = await ownSubjects(reading, page);
  const others = await openParties(reading, parties);
  const wanted = new Set(own);
  for (const list of others.values()) for (const one of list) wanted.add(one.subject);
  wanted.delete("");
  const [slices, values] = await Promise.all([
    liveSlices(keyring, company.id, { classes: PARTY_CLASSES }),
    revealSubjects(
      keyring,
      company.id,
      [...wanted].map((hex) => Buffer.from(hex, "hex")),
    ),
    learnLabels(reading, page),
  ]);
  const shown = new Shown(reading, values, others);
  const ends = new Map(slices.map((slice) => [String(slice.id), endOf(slice)]));
  return { batches: batchesOf(reading, page, own, values, ends, shown), frozen: page.frozen ?? callsOf(page) };
}

const BATCH = 256;

function* batchesOf(
  reading: PageReading,
  page: ExportPage,
  own: readonly string[],
  values: ReadonlyMap<string, unknown>,
  ends: ReadonlyMap<string, ReturnType<typeof endOf>>,
  shown: Shown,
): Generator<ExportRow[], void> {
  let rows: ExportRow[] = [];
  let slice = "";
  let end: ReturnType<typeof endOf> | undefined;
  for (let i = 0; i < page.ids.length; ) {
    const id = page.ids[i];
    let best = -1;
    let bestEnd: typeof end;
    for (; i < page.ids.length && page.ids[i] === id; i++) {
      if (page.sliceIds[i] !== slice) {
        slice = page.sliceIds[i] ?? "";
        end = ends.get(slice);
      }
      // What ended while the export ran is left out like what was erased, whatever is still remembered of it.
      const there = end !== undefined && values.has(own[i] ?? "");
      if (!there || (best >= 0 && rankOf(reading, page, i) >= rankOf(reading, page, best))) continue;
      best = i;
      bestEnd = end;
    }
    if (best >= 0) rows.push(shown.row(page, best, own[best] ?? "", bestEnd));
    if (rows.length < BATCH) continue;
    yield rows;
    rows = [];
  }
  yield rows;
}

function callsOf({ ids }: ExportPage): number {
  let calls = 0;
  for (let i = 0; i < ids.length; i++) if (i === 0 || ids[i] !== ids[i - 1]) calls++;
  return calls;
}

/** Of several identifiers of one person in a call the first class is written, as the search shows it. */
function rankOf({ code }: Reading, page: ExportPage, i: number): number {
  const { cls, role } = code(page.codes[i] ?? "");
  return DATA_CLASSES[cls] * 8 + ROLES[role];
}

function endOf({ product, expiresOn }: Slice) {
  return { product, erasedOn: expiresOn > addDays("2000-01-01", NEVER_DAYS) ? "" : expiresOn };
}

const MOST_LABELS = 50_000;

async function learnLabels({ place, labels, own }: Reading, page: ExportPage): Promise<void> {
  const missing = new Set<string>();
  for (const column of [page.endpoints, page.queues])
    for (const id of column) if (id !== "" && !labels.has(id)) missing.add(id);
  if (missing.size === 0) return;
  if (labels.size > MOST_LABELS) labels.clear();
  const found = await endpointLabels(place.keyring, place.company.id, [...missing].map(Number));
  for (const id of missing) {
    const known = found.get(Number(id));
    const label = known?.label ?? "";
    labels.set(id, known?.kind === "extension" ? showValue(own, "extension", label) : label);
  }
}
