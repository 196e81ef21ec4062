import { DATA_CLASSES, ROLES } from "../../domain/codes.ts";
import { NEVER_DAYS } from "../../domain/retention.ts";
import type { StoredQuality } from "../../domain/quality.ts";
import { showValue } from "../../domain/sight.ts";
import { addDays, type Day } from "../../domain/zoned-time.ts";
import { endpointLabels, liveSlices, revealSubjects, type Slice } from "../../keyring/index.ts";
import type { ExportPage, ExportParties } from "../../store/index.ts";
import type { MaskedValues } from "../retention/masked-values.ts";
import { PARTY_CLASSES } from "../seek/probes.ts";
import type { CasesSeen } from "../seek/restricted.ts";
import type { ExportRow } from "./export-row.ts";
import { OtherParties, ownSubjects } from "./open-subjects.ts";
import { PRODUCT_NAMES, type Reading, Shown, type SliceEnd } from "./shown-rows.ts";

/** A page as the database gave it: pseudonyms and codes. */
export interface FetchedPage {
  readonly page: ExportPage;
  readonly parties: readonly ExportParties[];
  /** The place of every row's call among those whose parties were asked for; -1 for others. */
  readonly recordOf: Int32Array;
  readonly records: number;
  readonly masks: MaskedValues;
  readonly cases: CasesSeen;
  /** When something in a call was put right. */
  readonly correctedOn: ReadonlyMap<string, Day>;
  /** What was measured of a call, in formats that tell it. */
  readonly quality: ReadonlyMap<string, StoredQuality>;
}

export interface OpenedPage {
  /** Hands over row after row; each is good until the next one, so that thousands of them leave no garbage. */
  each(take: (row: ExportRow) => void): void;
  /** Records of the page as they were frozen. */
  readonly frozen: number;
}

/** Asks the keyring whose values may be read now: who was erased since the page before is not in this one. */
export async function openPage(reading: Reading, fetched: FetchedPage): Promise<OpenedPage> {
  const { page, parties, masks, cases, correctedOn, quality, recordOf, records } = fetched;
  const { keyring, company } = reading.place;
  const own = await ownSubjects(reading, page);
  const others = await OtherParties.open(reading.place, parties, records);
  const wanted = new Set(own);
  others.addSubjectsTo(wanted);
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
  for (const subject of cases.subjects) values.delete(subject);
  const shown = new Shown({ ...reading, masks, correctedOn, quality }, page, values, others);
  const open = slices.filter((slice) => cases.slices.get(slice.id)?.restricts !== true);
  const ends = new Map(open.map((slice) => [slice.id, endOf(slice)]));
  return {
    each: (take) => eachRow({ reading, page, own, recordOf, ends, shown, waiting: cases.waiting }, take),
    frozen: page.frozen ?? callsOf(page),
  };
}

interface Rows {
  readonly reading: Reading;
  readonly page: ExportPage;
  readonly own: readonly string[];
  readonly recordOf: Int32Array;
  readonly ends: ReadonlyMap<number, SliceEnd>;
  readonly shown: Shown;
  /** Calls that a restriction is about to carry. */
  readonly waiting: ReadonlySet<string>;
}

function eachRow({ reading, page, own, recordOf, ends, shown, waiting }: Rows, take: (row: ExportRow) => void): void {
  let slice = -1;
  let end: SliceEnd | undefined;
  for (let i = 0; i < page.rows; ) {
    let best = -1;
    let bestEnd: SliceEnd | undefined;
    do {
      const itsSlice = page.sliceIds[i] ?? 0;
      if (itsSlice !== slice) {
        slice = itsSlice;
        end = ends.get(slice);
      }
      // What ended while the export ran is left out like what was erased, whatever is still remembered of it.
      const used = waiting.size === 0 || !waiting.has(page.id(i));
      const there = end !== undefined && used && shown.has(own[i] ?? "");
      if (there && (best < 0 || rankOf(reading, page, i) < rankOf(reading, page, best))) {
        best = i;
        bestEnd = end;
      }
      i++;
    } while (i < page.rows && page.goesOn(i));
    if (bestEnd !== undefined) take(shown.row(best, own[best] ?? "", bestEnd, recordOf[best] ?? -1));
  }
}

function callsOf(page: ExportPage): number {
  let calls = 0;
  for (let i = 0; i < page.rows; i++) if (!page.goesOn(i)) calls++;
  return calls;
}

/** Of several identifiers of one person in a call the first class is written, as the search shows it. */
function rankOf({ code }: Reading, page: ExportPage, i: number): number {
  const { cls, role } = code(page.codes[i] ?? 0);
  return DATA_CLASSES[cls] * 8 + ROLES[role];
}

function endOf({ product, expiresOn }: Slice): SliceEnd {
  return {
    product: PRODUCT_NAMES[product] ?? "",
    erasedOn: expiresOn > addDays("2000-01-01", NEVER_DAYS) ? "" : expiresOn,
  };
}

const MOST_LABELS = 50_000;

async function learnLabels({ place, labels, own }: Reading, page: ExportPage): Promise<void> {
  const missing = new Set<number>();
  for (const column of [page.endpoints, page.queues])
    for (const id of column) if (id !== 0 && !labels.has(id)) missing.add(id);
  if (missing.size === 0) return;
  if (labels.size > MOST_LABELS) labels.clear();
  const found = await endpointLabels(place.keyring, place.company.id, [...missing]);
  for (const id of missing) {
    const known = found.get(id);
    const label = known?.label ?? "";
    labels.set(id, known?.kind === "extension" ? showValue(own, "extension", label) : label);
  }
}
