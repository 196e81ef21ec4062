import { z } from "zod";
import type { DataClass } from "../domain/codes.ts";

const count = z.number().int().nonnegative();

/**
 * What an erasure certificate states. It holds no identifier: the person is bound by `commitment`, SHA-256 over
 * "gallra-person-v1", the nonce and the canonical identifier; the nonce is handed out once and not kept.
 */
export const ErasureStatement = z.strictObject({
  version: z.literal(1),
  kind: z.literal("erasure"),
  certificateId: z.uuid(),
  erasureId: z.uuid(),
  company: z.strictObject({ id: z.number().int(), name: z.string() }),
  outcome: z.enum(["complete", "partial"]),
  scope: z.enum(["person", "rows"]),
  reason: z.string(),
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  /** From here nobody with living keys could read it. */
  unreadableAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  commitment: z.strictObject({
    algorithm: z.literal("sha256"),
    values: z.array(z.string()),
  }),
  deleted: z.strictObject({
    calls: count,
    parties: count,
    rawRecords: count,
    undefinedLines: count,
    exports: count,
    selections: count,
  }),
  /** The re-search: what was opened and looked through, and what it still found. */
  searched: z.strictObject({
    slices: count,
    parties: count,
    rawSegments: count,
    undefinedLines: count,
    inboxSegments: count,
    exports: count,
    unreadable: count,
  }),
  found: z.strictObject({
    parties: count,
    rawRecords: count,
    undefinedLines: count,
    inboxSegments: count,
    exports: count,
    subjects: count,
  }),
  /** What remains, where, and until when at the latest. */
  remains: z.array(
    z.strictObject({
      what: z.string(),
      where: z.string(),
      /** null: for as long as somebody keeps it; nothing of ours ends it. */
      until: z.iso.date().nullable(),
    }),
  ),
  ledger: z.strictObject({ sequence: count.nullable() }),
});
export type ErasureStatement = z.infer<typeof ErasureStatement>;

export interface CertificateView {
  readonly certificateId: string;
  readonly erasureId: string;
  readonly outcome: "complete" | "partial";
  readonly issuedAt: Date;
  readonly statement: ErasureStatement;
  /** Compact JWS (RFC 7515), EdDSA; the file a verifier is given. */
  readonly jws: string;
  /** The public key it verifies with, as JWK. */
  readonly publicKey: Readonly<Record<string, unknown>>;
}

export type RemainingClass = DataClass | "inbox" | "export";
