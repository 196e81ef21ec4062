import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { door } from "../../context.ts";
import { withoutNumbers } from "../../domain/free-text.ts";
import { besideInExport } from "../../domain/rights.ts";
import { readSight, sightInBulk } from "../../domain/sight.ts";
import { liveSlices } from "../../keyring/index.ts";
import {
  correctionsOf,
  type ExportRow as ExportJob,
  exportEdges,
  exportQuality,
  FIRST_ID,
  readExportPage,
  readExportParties,
  type SelectionRow,
} from "../../store/index.ts";
import { lastCorrections } from "../cases/last-corrections.ts";
import { maskedValues } from "../retention/masked-values.ts";
import { PARTY_CLASSES } from "../seek/probes.ts";
import { casesSeen, withWaiting } from "../seek/restricted.ts";
import type { ExportPlace } from "./export-files.ts";
import { codeReader } from "./code-reader.ts";
import { type OthersAsked, othersAsked } from "./others-asked.ts";
import { type FetchedPage, openPage, type OpenedPage } from "./page-rows.ts";
import type { Reading, SourceNames } from "./shown-rows.ts";
import { sortedReader } from "./sorted-reader.ts";

/** A page opened, and where the next one goes on. */
export interface RowPage extends OpenedPage {
  readonly last: string;
}

/** What the company calls its sources, and what its costs are told in. */
export interface ReadingNames {
  readonly sources: SourceNames;
  readonly currency: string;
}

const NOTHING_MEASURED: FetchedPage["quality"] = new Map();

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
  names: ReadingNames,
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
      yield { ...(await openPage(reading, fetched)), last: next.low };
    }
  } finally {
    // However it ends: nothing is asked afterwards.
    await Promise.allSettled(under.map(({ fetched }) => fetched));
  }
}

function openReading(
  place: ExportPlace,
  job: ExportJob,
  selection: SelectionRow,
  { sources: sourceNames, currency }: ReadingNames,
): Reading {
  const sight = sightInBulk(readSight(job.options["sight"]));
  return {
    place,
    // People name a source as they like, by a number too: a file for the public does without it.
    sourceNames: typeof job.options["disclosure"] === "string" ? withoutTheirNumbers(place, sourceNames) : sourceNames,
    own: sight,
    beside: job.options["otherParties"] === "clear" ? sight : besideInExport(sight),
    code: codeReader(),
    sorted: sortedReader(sight),
    currency,
    tellsQuality: job.format === "json",
    epoch: Number(selection.detail["epoch"] ?? -1),
    alone: selection.detail["single"] === true,
    subjectOf: new Map(),
    labels: new Map(),
  };
}

function withoutTheirNumbers(place: ExportPlace, names: SourceNames): SourceNames {
  return new Map([...names].map(([id, name]) => [id, withoutNumbers(name, place.clock())]));
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
      const others = await readOthers(tx, companyId, othersAsked(reading, page, slices));
      // So is what has been restricted since: it is in none of the pages that follow.
      const seen = await casesSeen(tx, place);
      const all = () => Array.from({ length: page.rows }, (_, i) => page.id(i));
      const cases = await withWaiting(tx, place, seen, seen.making ? all() : []);
      const ids = cases.corrects ? all() : [];
      const correctedOn = lastCorrections(await correctionsOf(tx, companyId, ids), place.company.timeZone);
      const quality = reading.tellsQuality
        ? await exportQuality(tx, companyId, selectionId, { low, before })
        : NOTHING_MEASURED;
      return { page, ...others, masks: await masking, cases, correctedOn, quality };
    },
    { readOnly: true },
  );
}

async function readOthers(
  tx: Tx,
  companyId: number,
  { records, days, recordOf }: OthersAsked,
): Promise<Pick<FetchedPage, "parties" | "records" | "recordOf">> {
  const count = records.ids.length;
  return {
    parties: count === 0 ? [] : await readExportParties(tx, companyId, records, days),
    records: count,
    recordOf,
  };
}
