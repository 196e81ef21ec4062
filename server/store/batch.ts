import type { Day } from "./day.ts";
import type { ProcessedStep } from "./processed.ts";

/**
 * What one data transaction of ingest stores: facts, parties, raw, undefined lines, checkpoint, counts and audit row.
 * Ids and pseudonyms travel as 16-byte Buffers. Numbers of codes are those of `domain/codes.ts`.
 */
export interface StoreBatch {
  readonly companyId: number;
  /** The fence under which the subject ids of this batch were resolved. */
  readonly epoch: number;
  readonly checkpoint: CheckpointStep;
  readonly records: readonly StoreRecord[];
  readonly parties: readonly StoreParty[];
  readonly rawSegments: readonly StoreRawSegment[];
  readonly undefinedLines: readonly StoreUndefinedLine[];
  /** Added to the transfer session that brought the bytes; null when none is kept. */
  readonly session: StoreSessionCounts | null;
  /** Values that the company leaves at the door, by field; null or left out = none. */
  readonly dropped?: {
    readonly day: Day;
    readonly product: number;
    readonly counts: ReadonlyMap<string, number>;
  } | null;
  /** What the gate did to frames before they were written down; none or left out = nothing. */
  readonly gate?: { readonly day: Day; readonly counts: readonly GateCount[] } | null;
  /** Calls told by several frames, with what their legs said: a leg sent again later is known by it. */
  readonly joined?: { readonly at: Date; readonly calls: readonly JoinedCall[] };
  /** Of a batch made from legs that waited: those, which go with it. Then the checkpoint does not move. */
  readonly join?: StoreJoin | null;
  /** Of a batch made from lines no driver had understood: those, which go with it. The checkpoint does not move either. */
  readonly again?: StoreAgain | null;
  /** What the statistics of each day of reception gain by it; left out = nothing. */
  readonly processed?: readonly ProcessedStep[];
  readonly audit: BatchAudit | null;
  /** Whether calls of the company were ever read anew: then they are known under other ids, too. */
  readonly hasAliases?: boolean;
  /** The commit of the batch before of the same delivery, awaited before the checkpoint moves: so two may be in flight. */
  readonly after?: Promise<unknown>;
  /**
   * Called when ids of the batch are already stored. `drop` are indexes into `records` that are the same call (their
   * parties and raw must not be stored either); `ordinals` gives, for other calls with equal facts, the ordinal that is free.
   * Answers a batch made anew: records without the dropped ones, ids by the new ordinals, raw segments sealed again.
   */
  rebuild(drop: ReadonlySet<number>, ordinals: ReadonlyMap<number, number>): Promise<StoreBatch> | StoreBatch;
  /** The id of the call of `records[index]` under another ordinal, to ask whether that one is stored too. */
  idAt(index: number, ordinal: number): Buffer;
}

/** Codes of `domain/gate-counts.ts`. */
export interface GateCount {
  readonly kind: number;
  readonly code: number;
  readonly frames: number;
}

export interface StoreRecord {
  readonly id: Buffer;
  readonly sourceId: number;
  readonly product: number;
  readonly kind: number;
  /** null where the driver could not tell. */
  readonly direction: number | null;
  readonly disposition: number | null;
  readonly startedAt: Date;
  readonly callDay: Day;
  readonly durationSeconds: number;
  readonly ringSeconds: number | null;
  readonly endpointId: number | null;
  readonly queueId: number | null;
  readonly trunkId: number | null;
  readonly costCents: number | null;
  /** `partyBit`s of every identifier the record had when it was read, whether it is stored or not. */
  readonly parties: number;
  /** `partyBit`s not stored because a watermark covers them. */
  readonly erased: number;
  /** `partyBit`s not stored because their class had expired. */
  readonly late: number;
  readonly segmentId: Buffer | null;
  /** The place of its raw record in the segment, from 0. */
  readonly ordinal: number | null;
  readonly partOf: Buffer | null;
  /** Codes of `domain/sorted.ts`; null = none. */
  readonly apart: number | null;
  readonly nature: number | null;
  readonly category: number | null;
  /** What was measured of its sound, with the code of `domain/quality.ts` for the codec; null or left out = nothing. */
  readonly quality?: StoreQuality | null;
}

export interface StoreQuality {
  readonly mosHundredths: number | null;
  readonly jitterMs: number | null;
  readonly latencyMs: number | null;
  readonly lossPermille: number | null;
  readonly codec: number | null;
}

export interface StoreParty {
  readonly recordId: Buffer;
  readonly expiresOn: Day;
  readonly sliceId: number;
  readonly pseudonym: Buffer;
  readonly role: number;
  readonly class: number;
  readonly sourceId: number;
  readonly product: number;
}

export interface StoreRawSegment {
  readonly id: Buffer;
  readonly expiresOn: Day;
  readonly sliceId: number;
  readonly sourceId: number;
  readonly product: number;
  readonly deliveryId: string;
  readonly records: number;
  readonly sealed: Uint8Array;
  /** Who has read it: the driver, and the version of its layout. */
  readonly readerId: number | null;
  /** When its frames came; null or left out = not known. */
  readonly receivedAt?: Date | null;
}

export interface StoreUndefinedLine {
  readonly id: Buffer;
  readonly expiresOn: Day;
  readonly sliceId: number;
  readonly sourceId: number;
  readonly product: number;
  readonly deliveryId: string;
  /** Bytes from the start of the delivery. */
  readonly position: number;
  readonly receivedAt: Date;
  /** A code of the driver, never text from the line. */
  readonly reason: string;
  readonly lengthBytes: number;
  readonly sealed: Uint8Array;
  /** The transfer session that brought it; null when none is kept. */
  readonly sessionId?: string | null;
  /** Of a leg whose call is not whole yet. */
  readonly waiting?: StoreWaiting | null;
}

export interface StoreWaiting {
  readonly since: Date;
  readonly joinKey: Buffer;
  readonly sessionId: string | null;
  /** JSON of what the file had said before it; null when nothing. */
  readonly state: string | null;
}

/** A call that was told by several frames. */
export interface JoinedCall {
  /** UUID text. */
  readonly key: string;
  readonly callAt: Date;
  readonly legs: readonly LegMark[];
}

/** Digest of the part, start in ms since 1970, seconds, code of the disposition (0 = none). */
export type LegMark = readonly [number, number, number, number];

export interface StoreJoin {
  readonly legs: readonly { readonly id: string; readonly day: Day; readonly product: number }[];
  readonly sessions: readonly JoinCounts[];
}

/** What a transfer session's waiting legs came to: `legs` of them are records, duplicates or joined now. */
export interface JoinCounts {
  readonly sessionId: string;
  readonly records: number;
  readonly duplicates: number;
  readonly late: number;
  readonly joined: number;
  /** Understood, and no call. */
  readonly filtered: number;
  readonly legs: number;
}

/** A step of reading lines anew. */
export interface StoreAgain {
  readonly work: { readonly id: string; readonly attempt: number };
  /** Lines that became calls, or were understood otherwise: they go. */
  readonly lines: StoreJoin["legs"];
  readonly sessions: readonly JoinCounts[];
  /** Of all lines, with and without a session. */
  readonly totals: Omit<JoinCounts, "sessionId">;
  /** Lines read in this step. */
  readonly done: number;
  /** How many more lines are left than before. */
  readonly more: number;
  readonly left: readonly LeftLine[];
  /** Where the work goes on; null = it stands where it stood. */
  readonly at: AgainPlace | null;
}

/** A line that stays, with its new reason and what the file had said before it. */
export interface LeftLine {
  readonly id: string;
  readonly day: Day;
  readonly reason: string;
  readonly state: string | null;
}

/** Behind this line, with what its file has said so far. */
export interface AgainPlace {
  readonly deliveryId: string;
  readonly position: number;
  readonly id: string;
  readonly state: string | null;
}

/** Compare-and-set: only who stands at `from` may go to `to`, so bytes are stored once even when a segment is read twice. */
export interface CheckpointStep {
  readonly sourceId: number;
  readonly deliveryId: string;
  readonly from: number;
  readonly to: number;
  /** The lease's fencing number under which the bytes were read; a later holder refuses an earlier one. */
  readonly fencing: number;
  /** What the transport recognises the delivery by (keyed fingerprints); no personal data. */
  readonly identity: Readonly<Record<string, unknown>> | null;
  readonly done: boolean;
}

export interface StoreSessionCounts {
  readonly sessionId: string;
  readonly records: number;
  readonly undefinedLines: number;
  /** Stored without a class that had expired. */
  readonly late: number;
  /** Frames that became part of another call, and frames filtered at the door. */
  readonly joined: number;
  readonly filtered: number;
  /** Legs whose call is not whole yet. */
  readonly waiting: number;
}

/** Counts only. */
export interface BatchAudit {
  readonly action: string;
  readonly actor: string;
  readonly detail: Readonly<Record<string, number | string | boolean>>;
}

export interface StoredBatch {
  readonly inserted: number;
  readonly duplicates: number;
  /** Whether the checkpoint had already passed `to`: nothing was stored. */
  readonly alreadyStored: boolean;
}
