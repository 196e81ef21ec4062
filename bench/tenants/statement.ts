import type { ErasureStatement } from "#server/privacy/index.ts";

interface Facts {
  readonly companyId: number;
  readonly name: string;
  readonly certificateId: string;
  readonly erasureId: string;
  /** ISO 8601. */
  readonly at: string;
}

/** A statement as an erasure that found nothing would issue it; its reason is the company's name, so that a leak shows. */
export function statementOf({ companyId, name, certificateId, erasureId, at }: Facts): ErasureStatement {
  const counts = { parties: 0, rawRecords: 0, undefinedLines: 0, exports: 0 };
  return {
    version: 2,
    kind: "erasure",
    certificateId,
    erasureId,
    company: { id: companyId, name },
    outcome: "complete",
    scope: "person",
    reason: name,
    requestedBy: "matrix",
    approvedBy: null,
    continues: null,
    refusedFor: [],
    requestedAt: at,
    unreadableAt: at,
    finishedAt: at,
    commitment: { algorithm: "sha256", values: [] },
    deleted: { ...counts, calls: 0, selections: 0 },
    searched: {
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
    },
    found: { ...counts, inboxSegments: 0, subjects: 0, selectionHits: 0, textLines: 0, unguarded: 0 },
    remains: [],
    ledger: { sequence: null, hash: null },
  };
}
