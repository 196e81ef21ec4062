import { createHash } from "node:crypto";
import type { ChainedRow } from "../../store/audit-chain.ts";

export type { ChainedRow };

/** What the first entry of a chain follows. */
export const GENESIS = "0".repeat(64);

/**
 * The hash of an entry after the one before it, in hex; the same as `data.audit_hash` of the database computes. SHA-256 over
 * the 32 bytes of the hash before and then, for each field, its length in bytes, ":", the field in UTF-8 and ","; a field that
 * is absent is "-,".
 */
export function digestOf(companyId: number, row: Omit<ChainedRow, "prev" | "hash">, prev: string): string {
  const hash = createHash("sha256").update(Buffer.from(prev, "hex"));
  for (const field of [
    "gallra-audit-1",
    String(companyId),
    String(row.seq),
    row.at,
    row.actorId,
    row.actor,
    row.action,
    row.subjectPseudonym,
    row.purpose,
    row.detail,
    row.ip,
  ]) {
    hash.update(field === null ? "-," : `${Buffer.byteLength(field)}:${field},`);
  }
  return hash.digest("hex");
}
