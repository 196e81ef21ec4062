import { NORMALISER_VERSION } from "../domain/numbers/index.ts";
import { uuidBytes } from "../domain/uuid.ts";
import { cacheOf, forgetCaches } from "./company-cache.ts";
import { companyKeys } from "./company-keys.ts";
import { companyDoor, nameCompany } from "./company-door.ts";
import { doorOf, type Keyring } from "./keyring.ts";
import { destroyWithLedger } from "./ledger/destroy.ts";
import type { LedgerDraft, LedgerMark } from "./ledger/entry.ts";
import { endOf, last8Of, lookupOf } from "./lookups.ts";
import { scrub } from "./scrub.ts";

export interface WatermarkWanted {
  /** A code of domain/codes.ts. */
  readonly class: number;
  readonly canonical: string;
  readonly last8?: string | undefined;
}

export interface OpenIntentInput {
  readonly intentId: string;
  readonly subjectIds: readonly Buffer[];
  readonly watermarks: readonly WatermarkWanted[];
  /** Records of calls before it, and frames received before it, are stored without the identifier. */
  readonly before: Date;
  /** The last day on which the watermarks are asked: the longest re-send or backup horizon. */
  readonly until: string;
}

export interface Intent {
  readonly id: string;
  readonly subjectIds: readonly Buffer[];
  readonly openedAt: Date;
}

/**
 * The first step of an erasure: ledger, then in one commit the intent, the watermarks and the end of the subjects. From
 * its return on nobody can read them. Repeating it adds subjects to the intent and may only move the moment forward.
 */
export async function openIntent(
  k: Keyring,
  companyId: number,
  input: OpenIntentInput,
): Promise<{ destroyed: number }> {
  const { watermark } = await companyKeys(k, companyId);
  const marks = input.watermarks.map(
    (one): LedgerMark => ({
      class: one.class,
      normaliser: NORMALISER_VERSION,
      hash: lookupOf(watermark, one.class, one.canonical),
      last8: one.last8 === undefined || one.last8 === "" ? null : last8Of(watermark, one.class, endOf(one.last8)),
    }),
  );
  const ids = input.subjectIds.map((id) => id.toString("hex"));
  const before = input.before.toISOString();
  const destroyed = await destroyWithLedger(k, doorOf(k, "web", "keeper", "owner"), async (tx) => {
    const literal = `{${ids.join()}}`;
    await nameCompany(tx, companyId);
    await tx`select keyring.open_intent(${companyId}, ${input.intentId}::text::uuid, ${literal}::text::uuid[], ${k.clock().toISOString()}::text::timestamptz)`;
    if (marks.length > 0) {
      await tx`
        select keyring.add_watermarks(${companyId}, ${before}::text::timestamptz, ${input.until}::text::date,
          ${`{${marks.map((mark) => mark.class).join()}}`}::text::int2[], ${`{${marks.map((mark) => mark.normaliser).join()}}`}::text::int2[],
          ${`{${marks.map((mark) => mark.hash).join()}}`}::text::uuid[], ${`{${marks.map((mark) => mark.last8 ?? "null").join()}}`}::text::uuid[])`;
    }
    const [row] = await tx`select keyring.destroy_subjects(${companyId}, ${literal}::text::uuid[]) as gone`;
    const drafts: LedgerDraft[] = [];
    if (marks.length > 0) drafts.push({ kind: "watermark", companyId, before, until: input.until, ids: marks });
    for (let at = 0; at < ids.length; at += IDS_AN_ENTRY)
      drafts.push({ kind: "subjects", companyId, ids: ids.slice(at, at + IDS_AN_ENTRY) });
    return { value: row?.["gone"] as number, drafts };
  });
  forgetCaches(k, companyId);
  return { destroyed };
}

/** The erasures that are not done yet, the oldest first. */
export async function listIntents(k: Keyring, companyId: number): Promise<Intent[]> {
  const rows = await companyDoor(k, companyId, "web", "keeper", "owner")`
    select id, array_to_string(subject_ids, ',') as ids, opened_at from keyring.list_intents(${companyId})`;
  return rows.map((row) => ({
    id: row["id"] as string,
    subjectIds: (row["ids"] as string)
      .split(",")
      .filter((id) => id !== "")
      .map(uuidBytes),
    openedAt: row["opened_at"] as Date,
  }));
}

/**
 * The last step: the intent goes, and what is dead leaves the keyring's disk. `scrubbed` is false when an older
 * transaction or missing rights delay that; `scrub` does it later, the next generation at the latest.
 */
export async function closeIntent(k: Keyring, companyId: number, intentId: string): Promise<{ scrubbed: boolean }> {
  await companyDoor(
    k,
    companyId,
    "web",
    "keeper",
    "owner",
  )`select keyring.close_intent(${companyId}, ${intentId}::text::uuid)`;
  cacheOf(k, companyId).subjects.clear();
  const { left, walCycled } = await scrub(k);
  return { scrubbed: left === 0 && walCycled };
}

export const IDS_AN_ENTRY = 1_000;
