import type { PlacedFrame } from "../inbox/index.ts";
import type { SourceProblem } from "./problem.ts";

/**
 * A transport: it moves bytes from a PBX into the inbox and knows nothing of what they mean. One instance serves one source
 * while its lease is held.
 */
export interface Source {
  /** One round: takes over what there is now, within bounds, so that rounds of many sources can alternate. */
  poll(): Promise<PollResult>;
  close(): Promise<void>;
}

export interface PollResult {
  /** Whether more can be read at once. */
  readonly more: boolean;
  /** Whether everything seen is in the inbox and nothing waits for a file to come to rest. */
  readonly settled: boolean;
  /** What hinders the source; it goes on with whatever is not hindered, and takes up the rest by itself. */
  readonly problem: SourceProblem | null;
}

/** Where a source hands over what it has read. */
export interface Sink {
  /** Resolves once the frames are on disk; only then may the source acknowledge or go on. */
  deliver(part: DeliveredPart): Promise<void>;
  /** Something worth a count in the transfer session. */
  note(note: SourceNote): void;
}

export interface DeliveredPart {
  readonly deliveryId: string;
  readonly from: number;
  readonly to: number;
  readonly frames: readonly PlacedFrame[];
  /** What the delivery is recognised by at `to`; no personal data. */
  readonly identity: Readonly<Record<string, unknown>>;
  /** Whether nothing follows under this delivery. */
  readonly end: boolean;
}

export type SourceNote = "file" | "shrunk" | "replaced" | "unreadable";

/** How far a delivery is in the inbox or in the database, whichever is further. */
export interface KnownPosition {
  readonly deliveryId: string;
  readonly position: number;
  readonly identity: Readonly<Record<string, unknown>> | null;
  readonly done: boolean;
  /** Told by a segment that nobody has read yet. */
  readonly inInbox?: boolean;
}
