import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { door } from "../../context.ts";
import { DATA_CLASSES, ROLES } from "../../domain/codes.ts";
import { NEVER_DAYS } from "../../domain/retention.ts";
import { besideInExport } from "../../domain/rights.ts";
import { readSight, showValue } from "../../domain/sight.ts";
import { uuidBytes } from "../../domain/uuid.ts";
import { addDays } from "../../domain/zoned-time.ts";
import { endpointLabels, liveSlices, openPseudonyms, revealSubjects, type Slice } from "../../keyring/index.ts";
import {
  type ExportPage,
  type ExportRow as ExportJob,
  type PartyOfRecord,
  partiesBetween,
  partiesOfRecords,
  readExportPage,
  type SelectionRow,
} from "../../store/index.ts";
import { maskedValues } from "../retention/masked-values.ts";
import { daysOfCalls, PARTY_CLASSES } from "../seek/probes.ts";
import type { ExportPlace } from "./export-files.ts";
import type { ExportRow } from "./export-row.ts";
import { codeReader } from "./code-reader.ts";
import { type OpenedParty, type PageReading, type Reading, Shown, type SourceNames } from "./shown-rows.ts";

/** A page of rows ready to be written, and what it says about the selection. */
export interface RowPage {
  readonly rows: readonly ExportRow[];
  readonly frozen: number;
  /** Where the next page goes on. */
  readonly last: string;
}

const PAGE = 5_000;
/** From so many records a day on it is quicker to read the day than to ask for each of them. */
const CLOSE_TOGETHER = 500;

/**
 * Reads a frozen selection page by page. Every page asks the keyring anew whose values may be read: who was erased since the
 * last page is in none that follows. Nothing grows with the number of pages.
 */
export function openRowReader(place: ExportPlace, job: ExportJob, selection: SelectionRow, sourceNames: SourceNames) {
  const sight = readSight(job.options["sight"]);
  const reading: Reading = {
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
  return async (before: string): Promise<RowPage | null> => {
    const slices = await liveSlices(place.keyring, place.company.id, { classes: PARTY_CLASSES });
    const found = await withCompany(
      door(place, "web"),
      place.company.id,
      async (tx) => {
        const page = await readExportPage(tx, place.company.id, selection.id, {
          before,
          limit: PAGE,
          epoch: reading.epoch,
          knownSlices: [...reading.subjectOf.keys()],
        });
        if (page === null) return null;
        // Asked for with every page: what a rule masks from today on is masked in the rest of the file.
        return { page, parties: await readOthers(tx, reading, page, slices), masks: await maskedValues(tx, place) };
      },
      { readOnly: true },
    );
    if (found === null) return null;
    const rows = await rowsOf({ ...reading, masks: found.masks }, found.page, found.parties, slices);
    return { rows, frozen: found.page.frozen, last: found.page.last };
  };
}

async function readOthers(
  tx: Tx,
  { place, code }: Reading,
  page: ExportPage,
  slices: readonly Slice[],
): Promise<PartyOfRecord[]> {
  const records = new Set<string>();
  const inSlices = new Set<string>();
  for (let i = 0; i < page.ids.length; i++) {
    if (!code(page.codes[i] ?? "").more) continue;
    records.add(page.ids[i] ?? "");
    inSlices.add(page.sliceIds[i] ?? "");
  }
  if (records.size === 0) return [];
  const days = daysOfCalls(
    slices,
    [...inSlices].map((id) => ({ sliceId: Number(id) })),
  );
  const close = records.size >= CLOSE_TOGETHER * days.length;
  return (close ? partiesBetween : partiesOfRecords)(tx, place.company.id, [...records], days);
}

async function rowsOf(
  reading: PageReading,
  page: ExportPage,
  parties: readonly PartyOfRecord[],
  slices: readonly Slice[],
): Promise<ExportRow[]> {
  const { keyring, company } = reading.place;
  const own = await ownSubjects(reading, page);
  const others = await openParties(reading, parties);
  const wanted = new Set(own);
  for (const list of others.values()) for (const one of list) wanted.add(one.subject);
  wanted.delete("");
  const [values] = await Promise.all([
    revealSubjects(
      keyring,
      company.id,
      [...wanted].map((hex) => Buffer.from(hex, "hex")),
    ),
    learnLabels(reading, page),
  ]);
  const shown = new Shown(reading, values, others);
  const ends = new Map(slices.map((slice) => [String(slice.id), endOf(slice)]));
  const rows: ExportRow[] = [];
  for (let i = 0; i < page.ids.length; ) {
    const id = page.ids[i] ?? "";
    let best = -1;
    for (; i < page.ids.length && page.ids[i] === id; i++) {
      // What ended while the export ran is left out like what was erased, whatever is still remembered of it.
      const there = values.has(own[i] ?? "") && ends.has(page.sliceIds[i] ?? "");
      if (there && (best < 0 || rankOf(reading, page, i) < rankOf(reading, page, best))) best = i;
    }
    if (best >= 0) rows.push(shown.row(page, best, own[best] ?? "", ends.get(page.sliceIds[best] ?? "")));
  }
  return rows;
}

/** Of several identifiers of one person in a call the first class is written, as the search shows it. */
function rankOf({ code }: Reading, page: ExportPage, i: number): number {
  const { cls, role } = code(page.codes[i] ?? "");
  return DATA_CLASSES[cls] * 8 + ROLES[role];
}

function endOf({ product, expiresOn }: Slice) {
  return { product, erasedOn: expiresOn > addDays("2000-01-01", NEVER_DAYS) ? "" : expiresOn };
}

/** The subject of every row as hex; "" where the slice has ended or the pseudonym is damaged. */
async function ownSubjects({ place, alone, subjectOf }: Reading, page: ExportPage): Promise<string[]> {
  const bySlice = new Map<string, number[]>();
  const subjects = new Array<string>(page.ids.length).fill("");
  for (let i = 0; i < page.ids.length; i++) {
    const slice = page.sliceIds[i] ?? "";
    if ((page.pseudonyms[i] ?? "") === "") subjects[i] = subjectOf.get(Number(slice)) ?? "";
    else if (alone && bySlice.has(slice)) bySlice.get(slice)?.push(i);
    else bySlice.set(slice, [...(bySlice.get(slice) ?? []), i]);
  }
  for (const [slice, rows] of bySlice) {
    const asked = alone ? rows.slice(0, 1) : rows;
    const packed = Buffer.concat(asked.map((i) => uuidBytes(page.pseudonyms[i] ?? "")));
    const opened = await openPseudonyms(place.keyring, place.company.id, Number(slice), packed);
    for (const [at, i] of rows.entries()) {
      const one = opened[alone ? 0 : at];
      subjects[i] = one?.kind === "subject" ? one.id.toString("hex") : "";
    }
    if (alone) subjectOf.set(Number(slice), subjects[rows[0] ?? 0] ?? "");
  }
  return subjects;
}

async function openParties(
  { place }: Reading,
  parties: readonly PartyOfRecord[],
): Promise<ReadonlyMap<string, readonly OpenedParty[]>> {
  const bySlice = new Map<number, PartyOfRecord[]>();
  for (const party of parties) {
    const list = bySlice.get(party.sliceId);
    if (list === undefined) bySlice.set(party.sliceId, [party]);
    else list.push(party);
  }
  const byRecord = new Map<string, OpenedParty[]>();
  for (const [sliceId, rows] of bySlice) {
    const packed = Buffer.from(rows.map((row) => row.pseudonym.replaceAll("-", "")).join(""), "hex");
    const opened = await openPseudonyms(place.keyring, place.company.id, sliceId, packed);
    for (const [at, { recordId, role, class: cls }] of rows.entries()) {
      const one = opened[at];
      if (one?.kind !== "subject") continue;
      const party = { role, class: cls, subject: one.id.toString("hex") };
      const list = byRecord.get(recordId);
      if (list === undefined) byRecord.set(recordId, [party]);
      else list.push(party);
    }
  }
  return byRecord;
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
