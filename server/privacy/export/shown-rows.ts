import { DATA_CLASSES, type PartyClass, PRODUCTS, type Product, ROLES, type Role } from "../../domain/codes.ts";
import { qualityStored, type StoredQuality } from "../../domain/quality.ts";
import { maskedIn, type Sight, showValue, sightOfCall } from "../../domain/sight.ts";
import type { revealSubjects } from "../../keyring/index.ts";
import { type ExportPage, hasMore, ID_STEP } from "../../store/index.ts";
import type { MaskedValues } from "../retention/masked-values.ts";
import { costText } from "../seek/see-hit.ts";
import type { CodeTexts } from "./code-reader.ts";
import type { ExportPlace } from "./export-files.ts";
import type { ExportRow, OtherParty } from "./export-row.ts";
import type { OtherParties } from "./open-subjects.ts";
import type { SortedTexts } from "./sorted-reader.ts";

export type SourceNames = ReadonlyMap<number, string>;

export interface Reading {
  readonly place: ExportPlace;
  readonly sourceNames: SourceNames;
  readonly own: Sight;
  readonly beside: Sight;
  readonly code: (code: number) => CodeTexts;
  readonly sorted: (bits: number) => SortedTexts;
  /** What costs are told in; "" while the company has not said. */
  readonly currency: string;
  /** Whether the format tells what was measured of a call's sound. */
  readonly tellsQuality: boolean;
  readonly epoch: number;
  /** Whether the selection has one pseudonym in each slice: then one look into a slice tells whose it is. */
  readonly alone: boolean;
  /** By slice, in the order in which they were met. */
  readonly subjectOf: Map<number, { readonly subject: string; readonly pseudonym: string }>;
  readonly labels: Map<number, string>;
}

export interface PageReading extends Reading {
  readonly masks: MaskedValues;
  /** By call: the day of its last correction. */
  readonly correctedOn: ReadonlyMap<string, string>;
  readonly quality: ReadonlyMap<string, StoredQuality>;
}

export interface SliceEnd {
  readonly product: Product | "";
  readonly erasedOn: string;
}

/** The rows of one page, in one object; a value is looked at once, however many calls have it. */
export class Shown {
  readonly #reading: PageReading;
  readonly #page: ExportPage;
  readonly #values: Awaited<ReturnType<typeof revealSubjects>>;
  readonly #others: OtherParties;
  /** By whose sight, class and rule, so that the subject's own text is the key: one made for each row costs more than it saves. */
  readonly #texts: Map<string, string>[] = [];
  readonly #row: { -readonly [K in keyof ExportRow]: ExportRow[K] };
  #quarter = Number.NaN;
  #guarded = false;
  readonly #byRule = new Map<string, boolean>();

  constructor(
    reading: PageReading,
    page: ExportPage,
    values: Awaited<ReturnType<typeof revealSubjects>>,
    others: OtherParties,
  ) {
    this.#reading = reading;
    this.#page = page;
    this.#values = values;
    this.#others = others;
    this.#row = { ...EMPTY, ids: page.ids };
  }

  /** Whether somebody's value may be read now. */
  has(subject: string): boolean {
    return this.#values.has(subject);
  }

  /** `record` is the call's place among those asked about who else took part. */
  row(i: number, subject: string, end: SliceEnd, record: number): ExportRow {
    const page = this.#page;
    const { labels, own, sourceNames, correctedOn, quality } = this.#reading;
    const bits = page.codes[i] ?? 0;
    const code = this.#reading.code(bits);
    const row = this.#row;
    row.idAt = i * ID_STEP;
    row.source = code.source;
    row.at = startOf(page.ids, row.idAt);
    row.product = end.product;
    row.direction = code.direction;
    row.disposition = code.disposition;
    row.duration = code.facts ? (page.durations[i] ?? null) : null;
    row.ring = page.ring(i);
    row.extension = labels.get(page.endpoints[i] ?? 0) ?? "";
    row.queue = labels.get(page.queues[i] ?? 0) ?? "";
    row.role = code.role;
    row.class = code.cls;
    this.#sort(page.sorted(i), page.cost(i));
    row.number = this.#text(0, own, code.cls, subject);
    row.otherParties = hasMore(bits) ? this.#beside(record, subject, code.party) : NOBODY;
    row.erasedOn = end.erasedOn;
    row.sourceName = sourceNames.get(page.sourceIds[i] ?? 0) ?? "";
    row.correctedOn = correctedOn.size === 0 ? "" : (correctedOn.get(page.id(i)) ?? "");
    row.quality = quality.size === 0 ? null : qualityStored(quality.get(page.id(i)) ?? null);
    return row;
  }

  /** What the call is counted as; in most calls there is nothing to tell. */
  #sort(bits: number, cents: number | null): void {
    const row = this.#row;
    const { own, sorted, currency } = this.#reading;
    const { keptApart, nature, category, guarded } = sorted(bits);
    row.keptApart = keptApart;
    row.nature = nature;
    row.category = category;
    row.cost = cents === null ? "" : showValue(own, "cost", costText(cents));
    row.currency = row.cost === "" ? "" : currency;
    this.#guarded = guarded;
  }

  /** Whether a rule of the company masks a class in this call to everybody, files included. */
  #isByRule(cls: PartyClass): boolean {
    const { masks } = this.#reading;
    const { product, at } = this.#row;
    if (!masks.any || product === "") return false;
    // A day begins at a quarter of an hour in every zone: until then the answer is the same.
    const quarter = Math.floor(at / QUARTER_MS);
    if (quarter !== this.#quarter) this.#byRule.clear();
    this.#quarter = quarter;
    const key = `${product}/${cls}`;
    let byRule = this.#byRule.get(key);
    if (byRule === undefined) {
      byRule = masks.ofCall(product, cls, new Date(at));
      this.#byRule.set(key, byRule);
    }
    return byRule;
  }

  #text(which: 0 | 1, sight: Sight, cls: PartyClass, subject: string): string {
    const byRule = this.#isByRule(cls);
    const guarded = this.#guarded;
    const kind = ((DATA_CLASSES[cls] * 2 + which) * 2 + (byRule ? 1 : 0)) * 2 + (guarded ? 1 : 0);
    let text = this.#texts[kind]?.get(subject);
    if (text === undefined) {
      text = showValue(
        maskedIn(sightOfCall(sight, guarded), cls, byRule),
        cls,
        this.#values.get(subject)?.canonical ?? null,
        "exact",
      );
      const texts = this.#texts[kind] ?? new Map<string, string>();
      this.#texts[kind] = texts.set(subject, text);
    }
    return text;
  }

  #beside(record: number, own: string, ownCode: number): OtherParty[] {
    const beside: OtherParty[] = [];
    this.#others.each(record, (code, subject) => {
      if ((code === ownCode && subject === own) || !this.#values.has(subject)) return;
      const role = ROLE_NAMES[code >> 3] ?? "calling";
      const cls = (CLASS_NAMES[code & 7] ?? "phone") as PartyClass;
      beside.push({ role, class: cls, number: this.#text(1, this.#reading.beside, cls, subject) });
    });
    return beside;
  }
}

/** A call's id begins with the 48 bits of its start in milliseconds: "01234567-89ab-...". */
function startOf(ids: Buffer, from: number): number {
  let ms = 0;
  for (let at = from; at < from + 13; at++) {
    const char = ids[at] ?? 0;
    if (char !== 45) ms = ms * 16 + (char < 58 ? char - 48 : char - 87);
  }
  return ms;
}

const QUARTER_MS = 900_000;
const NOBODY: readonly OtherParty[] = [];
const EMPTY: Omit<ExportRow, "ids"> = {
  idAt: 0,
  source: "CALL_HISTORY",
  at: 0,
  product: "",
  direction: "",
  disposition: "",
  duration: null,
  ring: null,
  extension: "",
  queue: "",
  role: "calling",
  class: "phone",
  number: "",
  otherParties: NOBODY,
  erasedOn: "",
  sourceName: "",
  correctedOn: "",
  cost: "",
  currency: "",
  keptApart: "",
  nature: "",
  category: "",
  quality: null,
};
const ROLE_NAMES = namesOf(ROLES) as Readonly<Record<number, Role>>;
const CLASS_NAMES = namesOf(DATA_CLASSES);
export const PRODUCT_NAMES = namesOf(PRODUCTS);

function namesOf<T extends Record<string, number>>(codes: T): Readonly<Record<number, keyof T>> {
  return Object.fromEntries(Object.entries(codes).map(([name, code]) => [code, name])) as Record<number, keyof T>;
}
