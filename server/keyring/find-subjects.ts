import { companyKeys, reloadCompanyKeys } from "./company-keys.ts";
import { companyDoor } from "./company-door.ts";
import type { Keyring } from "./keyring.ts";
import { aliasOf, digitsOf, endOf, last8Of, lookupOf } from "./lookups.ts";
import { uuidBytes } from "../domain/uuid.ts";

export interface IdentifierAsked {
  /** A code of domain/codes.ts. */
  readonly class: number;
  readonly canonical: string;
  readonly aliases?: {
    readonly digits?: string | undefined;
    readonly national?: string | undefined;
    readonly last8?: string | undefined;
  };
}

/** exact: the same canonical form; digits: the same digits in another notation; possible: the last eight digits. */
export type Tier = "exact" | "digits" | "possible";

export interface FoundSubject {
  readonly subjectId: Buffer;
  readonly class: number;
  readonly tier: Tier;
}

/** The subjects an identifier may stand for, the surest first. Expired and suspended ones are not among them. */
export async function findSubjects(k: Keyring, companyId: number, asked: IdentifierAsked): Promise<FoundSubject[]> {
  const sql = companyDoor(k, companyId, "web", "owner");
  const rows = await withGeneration(k, companyId, async () => {
    const keys = await companyKeys(k, companyId);
    const hash = keys.lookup;
    const written = [asked.canonical, asked.aliases?.digits, asked.aliases?.national]
      .filter((text) => text !== undefined)
      .map(digitsOf);
    const digits = asked.class === PHONE ? [...new Set(written.filter((text) => text !== ""))] : [];
    const lookups = digits.flatMap((text) => [
      lookupOf(hash, asked.class, text),
      lookupOf(hash, asked.class, `+${text}`),
    ]);
    const aliases = digits.map((text) => aliasOf(hash, asked.class, text));
    const ends =
      asked.class === PHONE
        ? [...new Set([...digits, asked.aliases?.last8 ?? ""].map(endOf).filter((end) => end !== ""))]
        : [];
    const last8 = ends.map((end) => last8Of(hash, asked.class, end));
    return await sql`
      select replace(id::text, '-', '') as id, class, tier from keyring.find_subjects(
        ${companyId}, ${keys.generation}, ${asked.class}, ${k.clock().toISOString()}::text::timestamptz,
        ${lookupOf(hash, asked.class, asked.canonical)}::text::uuid, ${`{${lookups.join()}}`}::text::uuid[],
        ${`{${aliases.join()}}`}::text::uuid[], ${`{${last8.join()}}`}::text::uuid[])`;
  });
  return rows.map((row) => ({
    subjectId: uuidBytes(row["id"] as string),
    class: row["class"] as number,
    tier: TIERS[(row["tier"] as number) - 1] ?? "possible",
  }));
}

const PHONE = 1;
const TIERS: readonly Tier[] = ["exact", "digits", "possible"];

/** Runs a question; when the database says that the company's keys have changed, again with the new ones. */
export async function withGeneration<T>(k: Keyring, companyId: number, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: string }).code !== "GK001" || attempt === ATTEMPTS) throw error;
    }
    await reloadCompanyKeys(k, companyId);
  }
}

const ATTEMPTS = 3;
