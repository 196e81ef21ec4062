import { uuidBytes } from "../domain/uuid.ts";
import { companyDoor } from "./company-door.ts";
import { companyKeys } from "./company-keys.ts";
import { readCanonical } from "./forms.ts";
import { withGeneration } from "./find-subjects.ts";
import type { Keyring } from "./keyring.ts";
import { subjectPlace } from "./lookups.ts";
import { open } from "./sealing.ts";

export interface WalkedPage {
  /** The ids of those whose identifier matched. */
  readonly matched: readonly Buffer[];
  readonly looked: number;
}

/**
 * Looks at every identifier of a class that lives on or after a day, a page at a time, and answers which of them match. The
 * identifiers are opened here and go nowhere else; one page is in memory at once.
 */
export async function* walkSubjects(
  k: Keyring,
  companyId: number,
  asked: { readonly class: number; readonly from: string },
  matches: (canonical: string) => boolean,
): AsyncGenerator<WalkedPage> {
  const sql = companyDoor(k, companyId, "web", "owner");
  for (let after = FIRST; ; ) {
    const page = await withGeneration(k, companyId, async () => {
      const keys = await companyKeys(k, companyId);
      const rows = await sql`
        select replace(id::text, '-', '') as id, sealed from keyring.subjects_page(${companyId}, ${keys.generation}, ${asked.class},
          ${k.clock().toISOString()}::text::timestamptz, ${asked.from}::text::date, ${after}::text::uuid, ${AT_ONCE})`;
      return { rows, keys };
    });
    const last = page.rows.at(-1);
    if (last === undefined) return;
    const matched: Buffer[] = [];
    for (const row of page.rows) {
      const id = uuidBytes(row["id"] as string);
      const plain = open(page.keys.seal, subjectPlace(companyId, asked.class, id), row["sealed"] as Buffer);
      if (matches(readCanonical(plain))) matched.push(id);
      plain.fill(0);
    }
    yield { matched, looked: page.rows.length };
    after = last["id"] as string;
  }
}

/** How many identifiers of a class there are, those whose time is over and not yet swept among them. */
export async function countSubjects(k: Keyring, companyId: number, dataClass: number): Promise<number> {
  const sql = companyDoor(k, companyId, "web", "owner");
  const [row] = await sql`select keyring.count_subjects(${companyId}, ${dataClass}) as subjects`;
  return Number(row?.["subjects"] ?? 0);
}

const AT_ONCE = 5_000;
const FIRST = "00000000000000000000000000000000";
