import { z } from "zod";
import { REMAINS, type RemainCode } from "../domain/remains.ts";

const count = z.number().int().nonnegative();
const told = z.strictObject({ en: z.string(), sv: z.string() });

const Common = z.strictObject({
  kind: z.literal("erasure"),
  certificateId: z.uuid(),
  erasureId: z.uuid(),
  company: z.strictObject({ id: z.number().int(), name: z.string() }),
  scope: z.enum(["person", "rows"]),
  reason: z.string(),
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  commitment: z.strictObject({ algorithm: z.literal("sha256"), values: z.array(z.string()) }),
  deleted: z.strictObject({
    calls: count,
    parties: count,
    rawRecords: count,
    undefinedLines: count,
    exports: count,
    selections: count,
  }),
});

/**
 * What an erasure certificate states. It holds no identifier: the person is bound by `commitment`, SHA-256 over
 * "gallra-person-v1", the nonce and the canonical identifier; the nonce is handed out once and not kept.
 */
const Statement = Common.extend({
  version: z.literal(2),
  outcome: z.enum(["complete", "partial", "refused"]),
  /** Who gave the second person's word, where one was needed. */
  approvedBy: z.string().nullable(),
  /** The certificate that this one goes on from, when a hold had left something. */
  continues: z.uuid().nullable(),
  /** From here nobody with living keys could read it; null when nothing was erased. */
  unreadableAt: z.iso.datetime().nullable(),
  /** Why it was refused; empty otherwise. */
  refusedFor: z.array(told),
  /** The re-search: what was opened and looked through, and what it still found. */
  searched: z.strictObject({
    slices: count,
    parties: count,
    rawSegments: count,
    undefinedLines: count,
    inboxSegments: count,
    exports: count,
    selectionHits: count,
    textLines: count,
    watermarks: count,
    unreadable: count,
  }),
  found: z.strictObject({
    parties: count,
    rawRecords: count,
    undefinedLines: count,
    inboxSegments: count,
    exports: count,
    subjects: count,
    selectionHits: count,
    textLines: count,
    /** On lists of private numbers; certificates of before there were such lists do not have it. */
    privateNumbers: count.optional(),
    unguarded: count,
  }),
  /** What remains, where, and until when at the latest. */
  remains: z.array(
    z.strictObject({
      code: z.string(),
      /** How many, where that is known. */
      count: count.nullable(),
      /** Names of sources, where it is about them. */
      names: z.array(z.string()),
      what: told,
      where: told,
      /** null: for as long as somebody keeps it; nothing of ours ends it. */
      until: z.iso.date().nullable(),
    }),
  ),
  /** The last entry of the ledger when this was signed: whoever holds the ledger finds it there. */
  ledger: z.strictObject({ sequence: count.nullable(), hash: z.string().nullable() }),
});
export type ErasureStatement = z.infer<typeof Statement>;

const FirstVersion = Common.extend({
  version: z.literal(1),
  outcome: z.enum(["complete", "partial"]),
  unreadableAt: z.iso.datetime(),
  searched: z.record(z.string(), count),
  found: z.record(z.string(), count),
  remains: z.array(z.strictObject({ what: z.string(), where: z.string(), until: z.iso.date().nullable() })),
  ledger: z.strictObject({ sequence: count.nullable() }),
});

/** What was signed, whichever release signed it. What the first version did not look at reads as nothing found. */
export function readStatement(payload: unknown): ErasureStatement {
  const { version } = z.looseObject({ version: z.number() }).parse(payload);
  if (version !== 1) return Statement.parse(payload);
  const first = FirstVersion.parse(payload);
  return {
    ...first,
    version: 2,
    approvedBy: null,
    continues: null,
    refusedFor: [],
    searched: { ...NOTHING_SEARCHED, ...first.searched },
    found: { ...NOTHING_FOUND, ...first.found },
    remains: first.remains.map(({ what, where, until }) => ({
      code: "",
      count: null,
      names: [],
      what: { en: what, sv: what },
      where: { en: where, sv: where },
      until,
    })),
    ledger: { ...first.ledger, hash: null },
  };
}

export const NOTHING_SEARCHED: ErasureStatement["searched"] = {
  slices: 0,
  parties: 0,
  rawSegments: 0,
  undefinedLines: 0,
  inboxSegments: 0,
  exports: 0,
  selectionHits: 0,
  textLines: 0,
  watermarks: 0,
  unreadable: 0,
};

export const NOTHING_FOUND: ErasureStatement["found"] = {
  parties: 0,
  rawRecords: 0,
  undefinedLines: 0,
  inboxSegments: 0,
  exports: 0,
  subjects: 0,
  selectionHits: 0,
  textLines: 0,
  privateNumbers: 0,
  unguarded: 0,
};

/** One line of what remains, in the words of its code. */
export function remains(
  code: RemainCode,
  { count = null, names = [], until }: { count?: number | null; names?: readonly string[]; until: string | null },
): ErasureStatement["remains"][number] {
  return { code, count, names: [...names], what: REMAINS[code].what, where: REMAINS[code].where, until };
}

export interface CertificateView {
  readonly certificateId: string;
  readonly erasureId: string;
  readonly outcome: ErasureStatement["outcome"];
  readonly issuedAt: Date;
  readonly statement: ErasureStatement;
  /** Compact JWS (RFC 7515), EdDSA; the file a verifier is given. */
  readonly jws: string;
  /** The public key it verifies with, as JWK. */
  readonly publicKey: Readonly<Record<string, unknown>>;
}
