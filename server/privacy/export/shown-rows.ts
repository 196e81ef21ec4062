import { DATA_CLASSES, type PartyClass, PRODUCTS, type Product, ROLES, type Role } from "../../domain/codes.ts";
import { maskedIn, type Sight, showValue } from "../../domain/sight.ts";
import type { revealSubjects } from "../../keyring/index.ts";
import type { ExportPage } from "../../store/index.ts";
import type { MaskedValues } from "../retention/masked-values.ts";
import type { CodeTexts } from "./code-reader.ts";
import type { ExportPlace } from "./export-files.ts";
import type { ExportRow, OtherParty } from "./export-row.ts";

export type SourceNames = ReadonlyMap<number, string>;

export interface Reading {
  readonly place: ExportPlace;
  readonly sourceNames: SourceNames;
  readonly own: Sight;
  readonly beside: Sight;
  readonly code: (text: string) => CodeTexts;
  readonly epoch: number;
  /** Whether the selection has one pseudonym in each slice: then one look into a slice tells whose it is. */
  readonly alone: boolean;
  readonly subjectOf: Map<number, string>;
  readonly labels: Map<string, string>;
}

export interface PageReading extends Reading {
  readonly masks: MaskedValues;
}

export interface OpenedParty {
  readonly role: number;
  readonly class: number;
  readonly subject: string;
}

/** The rows of one page; a value is looked at once, however many calls have it. */
export class Shown {
  readonly #reading: PageReading;
  readonly #values: Awaited<ReturnType<typeof revealSubjects>>;
  readonly #others: ReadonlyMap<string, readonly OpenedParty[]>;
  /** By whose sight, class and rule, so that the subject's own text is the key: one made for each row costs more than it saves. */
  readonly #texts: Map<string, string>[] = [];

  constructor(
    reading: PageReading,
    values: Awaited<ReturnType<typeof revealSubjects>>,
    others: ReadonlyMap<string, readonly OpenedParty[]>,
  ) {
    this.#reading = reading;
    this.#values = values;
    this.#others = others;
  }

  row(
    page: ExportPage,
    i: number,
    subject: string,
    end: { readonly product: number; readonly erasedOn: string } | undefined,
  ): ExportRow {
    const code = this.#reading.code(page.codes[i] ?? "");
    const id = page.ids[i] ?? "";
    const at = startOf(id);
    const byRule = this.#byRule(end === undefined ? undefined : PRODUCT_NAMES[end.product], at);
    return {
      hitId: id,
      source: code.source,
      at,
      product: end === undefined ? "" : (PRODUCT_NAMES[end.product] ?? ""),
      direction: code.direction,
      disposition: code.disposition,
      duration: page.durations[i] ?? "",
      ring: page.rings[i] ?? "",
      extension: this.#reading.labels.get(page.endpoints[i] ?? "") ?? "",
      queue: this.#reading.labels.get(page.queues[i] ?? "") ?? "",
      role: code.role,
      class: code.cls,
      number: this.#text(0, this.#reading.own, code.cls, subject, byRule(code.cls)),
      otherParties: code.more ? this.#beside(id, subject, code, byRule) : NOBODY,
      erasedOn: end?.erasedOn ?? "",
      sourceName: code.sourceName,
    };
  }

  /** Whether a rule of the company masks a class in this call to everybody, files included. */
  #byRule(product: Product | undefined, at: number): (cls: PartyClass) => boolean {
    const { masks } = this.#reading;
    if (!masks.any || product === undefined) return NEVER;
    return (cls) => masks.ofCall(product, cls, new Date(at));
  }

  #text(which: 0 | 1, sight: Sight, cls: PartyClass, subject: string, byRule: boolean): string {
    const kind = (DATA_CLASSES[cls] * 2 + which) * 2 + (byRule ? 1 : 0);
    let text = this.#texts[kind]?.get(subject);
    if (text === undefined) {
      text = showValue(maskedIn(sight, cls, byRule), cls, this.#values.get(subject)?.canonical ?? null, "exact");
      const texts = this.#texts[kind] ?? new Map<string, string>();
      this.#texts[kind] = texts.set(subject, text);
    }
    return text;
  }

  #beside(id: string, subject: string, own: CodeTexts, byRule: (cls: PartyClass) => boolean): OtherParty[] {
    const beside: OtherParty[] = [];
    for (const party of this.#others.get(id) ?? []) {
      const role = ROLE_NAMES[party.role] ?? "calling";
      const cls = (CLASS_NAMES[party.class] ?? "phone") as PartyClass;
      if ((role === own.role && cls === own.cls && party.subject === subject) || !this.#values.has(party.subject))
        continue;
      beside.push({
        role,
        class: cls,
        number: this.#text(1, this.#reading.beside, cls, party.subject, byRule(cls)),
      });
    }
    return beside;
  }
}

/** A call's id begins with the 48 bits of its start in milliseconds: "01234567-89ab-...". */
function startOf(id: string): number {
  let ms = 0;
  for (let i = 0; i < 13; i++) {
    const char = id.charCodeAt(i);
    if (char !== 45) ms = ms * 16 + (char < 58 ? char - 48 : char - 87);
  }
  return ms;
}

const NEVER = () => false;
const NOBODY: readonly OtherParty[] = [];
const ROLE_NAMES = namesOf(ROLES) as Readonly<Record<number, Role>>;
const CLASS_NAMES = namesOf(DATA_CLASSES);
const PRODUCT_NAMES = namesOf(PRODUCTS);

function namesOf<T extends Record<string, number>>(codes: T): Readonly<Record<number, keyof T>> {
  return Object.fromEntries(Object.entries(codes).map(([name, code]) => [code, name])) as Record<number, keyof T>;
}
