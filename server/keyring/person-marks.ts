import { uuidBytes } from "../domain/uuid.ts";
import { companyDoor } from "./company-door.ts";
import { companyKeys } from "./company-keys.ts";
import { findSubjects, type IdentifierAsked } from "./find-subjects.ts";
import type { Hasher } from "./hmac.ts";
import type { Keyring } from "./keyring.ts";
import { aliasOf, digitsOf, isShared, lookupOf } from "./lookups.ts";

/** Whose data a case restricts. The identifier is not kept: hashes say whether somebody is that person. */
export interface PersonMark {
  readonly caseId: string;
  /** Of the canonical form; 32 hex digits. */
  readonly hash: string;
  /** Of the same digits in other notations, and of the other century; 32 hex digits each. */
  readonly forms: readonly string[];
  /** The subjects it stands for, 32 hex digits each. Ingest adds those that come later. */
  readonly subjects: readonly string[];
}

/** The company's marks; most have none. */
export async function personMarks(k: Keyring, companyId: number): Promise<PersonMark[]> {
  const sql = companyDoor(k, companyId, "web", "ingest", "keeper", "owner");
  const rows = await sql`
    select case_id, replace(hash::text, '-', '') as hash, replace(array_to_string(subject_ids, ','), '-', '') as ids,
      replace(array_to_string(forms, ','), '-', '') as forms
    from keyring.person_marks(${companyId})`;
  return rows.map((row) => ({
    caseId: row["case_id"] as string,
    hash: row["hash"] as string,
    forms: listOf(row["forms"]),
    subjects: listOf(row["ids"]),
  }));
}

function listOf(text: unknown): string[] {
  return (text as string).split(",").filter((one) => one !== "");
}

/**
 * Restricts a person under a case. `asked` is what a search would ask for surely, the canonical form first: whoever these find by
 * the same form or the same digits is the person, now and later. Answers how many subjects it stands for now; repeating it
 * changes nothing.
 */
export async function markPerson(
  k: Keyring,
  companyId: number,
  caseId: string,
  asked: readonly [IdentifierAsked, ...IdentifierAsked[]],
): Promise<number> {
  const { watermark } = await companyKeys(k, companyId);
  const [{ class: cls, canonical }] = asked;
  const hash = lookupOf(watermark, cls, canonical);
  const forms = [...new Set(asked.flatMap((one) => formsAsked(watermark, one)))].filter((form) => form !== hash);
  const sql = companyDoor(k, companyId, "web", "owner");
  await sql`select keyring.add_person_mark(${companyId}, ${caseId}::text::uuid, ${cls}, ${hash}::text::uuid, ${`{${forms.join()}}`}::text::uuid[])`;
  // Asked for afterwards: from the mark on ingest notes whoever is new, so that nobody comes in between.
  const found = await Promise.all(asked.map((one) => findSubjects(k, companyId, one)));
  const sure = found.flat().filter((one) => one.tier !== "possible");
  const ids = [...new Set(sure.map((one) => one.subjectId.toString("hex")))];
  await sql`select keyring.note_marked(${companyId}, ${caseId}::text::uuid, ${`{${ids.join()}}`}::text::uuid[])`;
  return ids.length;
}

/** What `findSubjects` compares for its tiers "exact" and "digits", under the key that outlives generations. */
function formsAsked(hasher: Hasher, { class: cls, canonical, aliases }: IdentifierAsked): string[] {
  const own = lookupOf(hasher, cls, canonical);
  if (cls !== PHONE) return [own];
  const written = [canonical, aliases?.digits, aliases?.national].map((text) => digitsOf(text ?? ""));
  const digits = written.filter((text) => text !== "");
  return [
    own,
    ...digits.flatMap((text) => [
      lookupOf(hasher, cls, text),
      lookupOf(hasher, cls, `+${text}`),
      aliasOf(hasher, cls, text),
    ]),
  ];
}

const PHONE = 1;

/** Whether this is the person a case is about: asked when somebody types the identifier again, in whatever notation. */
export async function isMarkedPerson(
  k: Keyring,
  companyId: number,
  caseId: string,
  person: { readonly class: number; readonly canonical: string },
): Promise<boolean> {
  const { watermark } = await companyKeys(k, companyId);
  const hash = lookupOf(watermark, person.class, person.canonical);
  return (await personMarks(k, companyId)).some(
    (mark) => mark.caseId === caseId && (mark.hash === hash || mark.forms.includes(hash)),
  );
}

export async function unmarkPerson(k: Keyring, companyId: number, caseId: string): Promise<void> {
  const sql = companyDoor(k, companyId, "web", "owner");
  await sql`select keyring.drop_person_mark(${companyId}, ${caseId}::text::uuid)`;
}

/** A subject got another id: who is restricted stays restricted. */
export async function moveMarks(k: Keyring, companyId: number, oldId: Buffer, newId: Buffer): Promise<void> {
  const sql = companyDoor(k, companyId, "web", "owner");
  await sql`select keyring.move_marked(${companyId}, ${oldId.toString("hex")}::text::uuid, ${newId.toString("hex")}::text::uuid)`;
}

/**
 * Identifiers that a batch has just resolved: those of restricted people are noted under their mark, so that a person who
 * comes back after everything of them had expired is restricted from the first call on.
 */
export async function noteMarked(
  k: Keyring,
  companyId: number,
  marks: readonly PersonMark[],
  people: Iterable<Resolved>,
): Promise<void> {
  const { watermark } = await companyKeys(k, companyId);
  const byHash = new Map<string, Set<PersonMark>>();
  for (const mark of marks)
    for (const hash of [mark.hash, ...mark.forms]) byHash.set(hash, (byHash.get(hash) ?? new Set()).add(mark));
  const fresh = new Map<string, Set<string>>();
  for (const person of people) {
    if (!isShared(person.class)) continue;
    const id = person.id.toString("hex");
    for (const hash of formsStored(watermark, person))
      for (const mark of byHash.get(hash) ?? [])
        if (!mark.subjects.includes(id)) fresh.set(mark.caseId, (fresh.get(mark.caseId) ?? new Set()).add(id));
  }
  const sql = companyDoor(k, companyId, "ingest", "web", "owner");
  for (const [caseId, ids] of fresh)
    await sql`select keyring.note_marked(${companyId}, ${caseId}::text::uuid, ${`{${[...ids].join()}}`}::text::uuid[])`;
}

interface Resolved {
  readonly class: number;
  readonly canonical: string;
  readonly digits?: string | undefined;
  readonly national?: string | undefined;
  readonly id: Buffer;
}

/** What a stored identifier is found by surely: its canonical form, its digits as written and its national form. */
function formsStored(hasher: Hasher, { class: cls, canonical, digits, national }: Resolved): string[] {
  const forms = [lookupOf(hasher, cls, canonical)];
  for (const form of new Set([digits, national]))
    if (form !== undefined && form !== "") forms.push(aliasOf(hasher, cls, form));
  return forms;
}

/** The id as bytes, for probes. */
export function markedSubjects(marks: readonly PersonMark[]): Buffer[] {
  return [...new Set(marks.flatMap((mark) => mark.subjects))].map(uuidBytes);
}
