import type { JWK } from "jose";
import { z } from "zod";

/**
 * What stands in clear at the head of a segment, authenticated together with its body. No personal data: `identity` holds
 * keyed fingerprints and numbers only.
 */
export interface SegmentHeader {
  /** 2: the body's table tells what the gate did to each frame. */
  readonly version: 1 | 2;
  /** UUID version 7, so that ids of one writer sort by the moment of writing. */
  readonly id: string;
  readonly companyId: number;
  readonly sourceId: number;
  readonly deliveryId: string;
  /** Bytes from the start of the delivery: the first byte of the segment, and the first byte after it. */
  readonly from: number;
  readonly to: number;
  /** When the bytes were read, ISO 8601. */
  readonly receivedAt: string;
  readonly frames: number;
  /** Bytes of all frames together, before compression. */
  readonly bytes: number;
  readonly sessionId: string | null;
  /** The lease's fencing number under which the bytes were read. */
  readonly fencing: number;
  /** What the transport recognises the delivery by at `to`; becomes the checkpoint's identity. */
  readonly identity: Readonly<Record<string, unknown>> | null;
  /** Whether the delivery is complete at `to`. */
  readonly end: boolean;
  /** Which inbox key opens the segment. */
  readonly kid: string;
}

/** The header as its writer knows it: the rest follows from the frames and the key. */
export type NewSegment = Omit<SegmentHeader, "version" | "id" | "frames" | "bytes" | "kid">;

/** One whole record as the PBX wrote it, without its line feed, and where it stands in the delivery. */
export interface SegmentFrame {
  readonly bytes: Buffer;
  readonly position: number;
  /** The first byte after the frame and its line feed: a checkpoint. */
  readonly end: number;
  /** What the gate did to it, or that it was broken off. */
  readonly mark?: FrameMark;
}

/** What is known of a frame before it was written down: what the gate did to it, and whether it was broken off. */
export interface FrameMark {
  /** The rule by which it was left out (0: no rule took it); nothing of its content is kept. null = it was not. */
  readonly leftOut: number | null;
  /** Code of what stands for a shielded number that was overwritten in it. */
  readonly category: number | null;
  /** No driver understood it, and digits of shielded numbers were overwritten. */
  readonly struck: boolean;
  /** The other side broke off in it: whatever a driver could read of it, it is no record. Left out = it is whole. */
  readonly cut?: boolean;
}

/** A segment on disk, as far as its file name tells: listing a full inbox opens no file. */
export interface SegmentRef {
  readonly path: string;
  readonly id: string;
  readonly companyId: number;
  readonly sourceId: number;
  readonly deliveryId: string;
  readonly from: number;
  readonly to: number;
}

/** The public half of a day's key: it writes, and opens nothing. */
export interface InboxPublicKey {
  readonly kid: string;
  readonly publicJwk: JWK;
}

/**
 * What a header may claim at the most, far above what anybody writes: as much is unpacked into the memory of whoever reads it, and a
 * stolen edge may have sealed it.
 */
export const MOST_FRAMES = 100_000;
export const MOST_BYTES = 67_108_864;

export const segmentHeader = z.object({
  version: z.union([z.literal(1), z.literal(2)]),
  id: z.uuid(),
  companyId: z.int32().positive(),
  sourceId: z.int32().positive(),
  deliveryId: z.uuid(),
  from: z.int().nonnegative(),
  to: z.int().nonnegative(),
  receivedAt: z.iso.datetime(),
  frames: z.int().nonnegative().max(MOST_FRAMES),
  bytes: z.int().nonnegative().max(MOST_BYTES),
  sessionId: z.uuid().nullable(),
  fencing: z.int(),
  identity: z.record(z.string(), z.unknown()).nullable(),
  end: z.boolean(),
  kid: z.string().min(1),
}) satisfies z.ZodType<SegmentHeader>;

/** What one segment holds at most; a single frame may be larger than `SEGMENT_BYTES` by itself. */
export const SEGMENT_BYTES = 1_048_576;
export const SEGMENT_FRAMES = 5_000;
