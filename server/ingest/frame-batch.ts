import type { FrameMark } from "../inbox/index.ts";

/** Frames of one delivery that are stored together: one segment, or several that follow on each other. */
export interface FrameBatch {
  readonly companyId: number;
  readonly sourceId: number;
  readonly deliveryId: string;
  /** Bytes from the start of the delivery. */
  readonly from: number;
  readonly to: number;
  readonly fencing: number;
  /** What the transport recognises the delivery by at `to`; no personal data. */
  readonly identity: Readonly<Record<string, unknown>> | null;
  readonly done: boolean;
  readonly sessionId: string | null;
  /** The day of reception counts in retention: all frames of a batch have the same one. */
  readonly receivedAt: Date;
  readonly parts: readonly ReceivedPart[];
  /** Of calls that are read anew: the segment they stood in. Their new ones sort before it, so that the work does not meet them again. */
  readonly formerSegment?: string;
}

/** Frames received together. */
export interface ReceivedPart {
  readonly receivedAt: Date;
  readonly frames: readonly ReceivedFrame[];
}

export interface ReceivedFrame {
  readonly bytes: Buffer;
  readonly position: number;
  /** What the gate did to it before the inbox. */
  readonly mark?: FrameMark;
}
