import { companyDoor } from "./company-door.ts";
import type { Keyring } from "./keyring.ts";

/**
 * Subjects of rows that are to live longer live as long. Answers which of them there are, by the id's 32 hex digits: one
 * that has expired or is about to be erased is none. To be called before the rows move.
 */
export function extendSubjects(
  k: Keyring,
  companyId: number,
  ids: readonly string[],
  until: string,
): Promise<Set<string>> {
  return extend(ids, (part) => {
    return companyDoor(k, companyId, "web", "owner")`
      select replace(array_to_string(keyring.extend_subjects(${companyId}, ${part}::text::uuid[], ${until}::text::date), ','), '-', '') as ids`;
  });
}

/** The same for rows that a case keeps already: whoever is about to be erased is there, since no erasure takes what is held. */
export function extendKeptSubjects(
  k: Keyring,
  companyId: number,
  ids: readonly string[],
  until: string,
): Promise<Set<string>> {
  return extend(ids, (part) => {
    return companyDoor(k, companyId, "web", "owner")`
      select replace(array_to_string(keyring.extend_kept_subjects(${companyId}, ${part}::text::uuid[], ${until}::text::date), ','), '-', '') as ids`;
  });
}

async function extend(
  ids: readonly string[],
  ask: (part: string) => PromiseLike<readonly Record<string, unknown>[]>,
): Promise<Set<string>> {
  const there = new Set<string>();
  const wanted = [...new Set(ids)];
  for (let at = 0; at < wanted.length; at += IDS_AT_ONCE) {
    const [row] = await ask(`{${wanted.slice(at, at + IDS_AT_ONCE).join()}}`);
    for (const id of ((row?.["ids"] as string | null) ?? "").split(",")) if (id !== "") there.add(id);
  }
  return there;
}

/** One subject ends with the last row that points at it still; to be called behind the raised fence. */
export async function endSubject(k: Keyring, companyId: number, id: Buffer, until: string): Promise<void> {
  const sql = companyDoor(k, companyId, "web", "owner");
  await sql`select keyring.end_subject(${companyId}, ${id.toString("hex")}::text::uuid, ${until}::text::date)`;
}

const IDS_AT_ONCE = 10_000;
