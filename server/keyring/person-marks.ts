import { uuidBytes } from "../domain/uuid.ts";
import { companyDoor } from "./company-door.ts";
import { companyKeys } from "./company-keys.ts";
import { findSubjects } from "./find-subjects.ts";
import type { Keyring } from "./keyring.ts";
import { isShared, lookupOf } from "./lookups.ts";

/** Whose data a case restricts. The identifier is not kept: a hash says whether somebody is that person. */
export interface PersonMark {
  readonly caseId: string;
  /** 32 hex digits. */
  readonly hash: string;
  /** The subjects it stands for, 32 hex digits each. Ingest adds those that come later. */
  readonly subjects: readonly string[];
}

/** The company's marks; most have none. */
export async function personMarks(k: Keyring, companyId: number): Promise<PersonMark[]> {
  const sql = companyDoor(k, companyId, "web", "ingest", "keeper", "owner");
  const rows = await sql`
    select case_id, replace(hash::text, '-', '') as hash, replace(array_to_string(subject_ids, ','), '-', '') as ids
    from keyring.person_marks(${companyId})`;
  return rows.map((row) => ({
    caseId: row["case_id"] as string,
    hash: row["hash"] as string,
    subjects: (row["ids"] as string).split(",").filter((id) => id !== ""),
  }));
}

/** Restricts a person under a case. Answers how many subjects it stands for now; repeating it changes nothing. */
export async function markPerson(
  k: Keyring,
  companyId: number,
  caseId: string,
  person: { readonly class: number; readonly canonical: string },
): Promise<number> {
  const hash = await markHash(k, companyId, person);
  const sql = companyDoor(k, companyId, "web", "owner");
  await sql`select keyring.add_person_mark(${companyId}, ${caseId}::text::uuid, ${person.class}, ${hash}::text::uuid, '{}'::uuid[])`;
  // Asked for afterwards: from the mark on ingest notes whoever is new, so that nobody comes in between.
  const found = (await findSubjects(k, companyId, person)).filter((one) => one.tier === "exact");
  const ids = found.map((one) => one.subjectId.toString("hex"));
  await sql`select keyring.note_marked(${companyId}, ${caseId}::text::uuid, ${`{${ids.join()}}`}::text::uuid[])`;
  return ids.length;
}

/** Whether this is the person a case is about: asked when somebody types the identifier again. */
export async function isMarkedPerson(
  k: Keyring,
  companyId: number,
  caseId: string,
  person: { readonly class: number; readonly canonical: string },
): Promise<boolean> {
  const hash = await markHash(k, companyId, person);
  return (await personMarks(k, companyId)).some((mark) => mark.caseId === caseId && mark.hash === hash);
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
  people: Iterable<{ readonly class: number; readonly canonical: string; readonly id: Buffer }>,
): Promise<void> {
  const { watermark } = await companyKeys(k, companyId);
  const byHash = Map.groupBy(marks, (mark) => mark.hash);
  const fresh = new Map<string, Set<string>>();
  for (const person of people) {
    if (!isShared(person.class)) continue;
    const id = person.id.toString("hex");
    for (const mark of byHash.get(lookupOf(watermark, person.class, person.canonical)) ?? [])
      if (!mark.subjects.includes(id)) fresh.set(mark.caseId, (fresh.get(mark.caseId) ?? new Set()).add(id));
  }
  const sql = companyDoor(k, companyId, "ingest", "web", "owner");
  for (const [caseId, ids] of fresh)
    await sql`select keyring.note_marked(${companyId}, ${caseId}::text::uuid, ${`{${[...ids].join()}}`}::text::uuid[])`;
}

async function markHash(
  k: Keyring,
  companyId: number,
  person: { readonly class: number; readonly canonical: string },
): Promise<string> {
  const { watermark } = await companyKeys(k, companyId);
  return lookupOf(watermark, person.class, person.canonical);
}

/** The id as bytes, for probes. */
export function markedSubjects(marks: readonly PersonMark[]): Buffer[] {
  return [...new Set(marks.flatMap((mark) => mark.subjects))].map(uuidBytes);
}
