import { readCanonical } from "./forms.ts";
import { companyKeys } from "./company-keys.ts";
import { withGeneration } from "./find-subjects.ts";
import { companyDoor } from "./company-door.ts";
import type { Keyring } from "./keyring.ts";
import { subjectPlace } from "./lookups.ts";
import { open } from "./sealing.ts";
import { uuidBytes } from "../domain/uuid.ts";

export interface Revealed {
  /** A code of domain/codes.ts. */
  readonly class: number;
  readonly canonical: string;
}

/**
 * The identifiers behind subject ids, by the id's 32 hex digits. One that is missing is erased, expired or suspended.
 * Throws AppError "corrupt" when a sealed value was changed or moved.
 */
export async function revealSubjects(
  k: Keyring,
  companyId: number,
  ids: readonly Buffer[],
): Promise<Map<string, Revealed>> {
  const revealed = new Map<string, Revealed>();
  const sql = companyDoor(k, companyId, "web", "owner");
  const wanted = [...new Set(ids.map((id) => id.toString("hex")))];
  for (let from = 0; from < wanted.length; from += 10_000) {
    const literal = `{${wanted.slice(from, from + 10_000).join()}}`;
    await withGeneration(k, companyId, async () => {
      const keys = await companyKeys(k, companyId);
      const rows = await sql`
        select replace(id::text, '-', '') as id, class, sealed
        from keyring.reveal_subjects(${companyId}, ${keys.generation}, ${k.clock().toISOString()}::text::timestamptz, ${literal}::text::uuid[])`;
      for (const row of rows) {
        const id = row["id"] as string;
        const dataClass = row["class"] as number;
        const plain = open(keys.seal, subjectPlace(companyId, dataClass, uuidBytes(id)), row["sealed"] as Buffer);
        revealed.set(id, { class: dataClass, canonical: readCanonical(plain) });
      }
    });
  }
  return revealed;
}
