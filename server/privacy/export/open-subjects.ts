import { openPseudonyms } from "../../keyring/index.ts";
import type { ExportPage, ExportParties } from "../../store/index.ts";
import type { ExportPlace } from "./export-files.ts";
import type { Reading } from "./shown-rows.ts";

/** The subject of every row as hex; "" where the slice has ended or the pseudonym is damaged. */
export async function ownSubjects({ place, alone, subjectOf }: Reading, page: ExportPage): Promise<string[]> {
  const opening = new Opening();
  for (let i = 0; i < page.rows; i++) {
    const pseudonym = page.pseudonym(i);
    const slice = page.sliceIds[i] ?? 0;
    if (pseudonym !== null && !(alone && opening.knows(slice))) opening.ask(slice, pseudonym);
  }
  await opening.open(place);
  const subjects = new Array<string>(page.rows).fill("");
  for (let i = 0; i < page.rows; i++) {
    const slice = page.sliceIds[i] ?? 0;
    const pseudonym = alone && opening.knows(slice) ? null : page.pseudonym(i);
    if (pseudonym !== null) subjects[i] = opening.subject(slice, pseudonym);
    else subjects[i] = opening.onlySubject(slice) ?? subjectOf.get(slice)?.subject ?? "";
  }
  if (alone) for (const [slice, known] of opening.single()) subjectOf.set(slice, known);
  return subjects;
}

/** Who else took part, by the place of the record among those asked for. Nothing is made of a party until it is asked for. */
export class OtherParties {
  readonly #pieces: readonly OpenedPiece[];

  private constructor(pieces: readonly OpenedPiece[]) {
    this.#pieces = pieces;
  }

  static async open(place: ExportPlace, found: readonly ExportParties[], records: number): Promise<OtherParties> {
    const opening = new Opening();
    for (const parties of found)
      for (let i = 0; i < parties.count; i++) opening.ask(parties.sliceIds[i] ?? 0, parties.pseudonym(i));
    await opening.open(place);
    const pieces = found.map((parties) => {
      const first = new Int32Array(records).fill(-1);
      const next = new Int32Array(parties.count).fill(-1);
      const subjects: string[] = [];
      // From the last to the first, so that a chain goes in the order of the database.
      for (let i = parties.count - 1; i >= 0; i--) {
        const at = parties.places[i] ?? -1;
        next[i] = first[at] ?? -1;
        first[at] = i;
      }
      for (let i = 0; i < parties.count; i++)
        subjects.push(opening.subject(parties.sliceIds[i] ?? 0, parties.pseudonym(i)));
      return { codes: parties.codes, first, next, subjects };
    });
    return new OtherParties(pieces);
  }

  /** `role << 3 | class` and the subject of everybody in a record. */
  each(record: number, take: (code: number, subject: string) => void): void {
    for (const { codes, first, next, subjects } of this.#pieces)
      for (let i = first[record] ?? -1; i >= 0; i = next[i] ?? -1)
        if (subjects[i] !== "") take(codes[i] ?? 0, subjects[i] ?? "");
  }

  addSubjectsTo(wanted: Set<string>): void {
    for (const { subjects } of this.#pieces) for (const subject of subjects) wanted.add(subject);
  }
}

interface OpenedPiece {
  readonly codes: Int32Array;
  readonly first: Int32Array;
  readonly next: Int32Array;
  readonly subjects: readonly string[];
}

/** The same people come again and again: every pseudonym of a slice is opened once a page. "" where it opens to nobody. */
class Opening {
  readonly #slices = new Map<number, Map<string, string>>();

  knows(slice: number): boolean {
    return this.#slices.has(slice);
  }

  ask(slice: number, pseudonym: string): void {
    const known = this.#slices.get(slice);
    if (known === undefined) this.#slices.set(slice, new Map([[pseudonym, ""]]));
    else known.set(pseudonym, "");
  }

  async open(place: ExportPlace): Promise<void> {
    for (const [slice, known] of this.#slices) {
      const asked = [...known.keys()];
      const packed = Buffer.from(asked.join("").replaceAll("-", ""), "hex");
      const opened = await openPseudonyms(place.keyring, place.company.id, slice, packed);
      for (const [at, one] of opened.entries())
        if (one.kind === "subject") known.set(asked[at] ?? "", one.id.toString("hex"));
    }
  }

  subject(slice: number, pseudonym: string): string {
    return this.#slices.get(slice)?.get(pseudonym) ?? "";
  }

  /** Whose a slice is where one pseudonym of it was opened. */
  onlySubject(slice: number): string | undefined {
    const known = this.#slices.get(slice);
    if (known === undefined) return undefined;
    for (const subject of known.values()) return subject;
    return undefined;
  }

  *single(): Generator<[slice: number, known: { readonly subject: string; readonly pseudonym: string }]> {
    for (const [slice, known] of this.#slices)
      for (const [pseudonym, subject] of known) yield [slice, { subject, pseudonym }];
  }
}
