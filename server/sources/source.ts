import type { PlacedFrame } from "../inbox/index.ts";
import type { SourceProblem } from "./problem.ts";

/**
 * A transport: it moves bytes from a PBX into the inbox and knows nothing of what they mean. One instance serves one source
 * while its lease is held.
 */
export interface Source {
  /** One round: takes over what there is now, within bounds, so that rounds of many sources can alternate. */
  poll(): Promise<PollResult>;
  /** What a page shows of it while it runs: counts and states by name, never a value of a call. */
  live?(): Readonly<Record<string, number | string | null>>;
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
  /** A delivery that counts only once all of it is there. */
  stage?(deliveryId: string): Stage;
  /** Something worth a count in the transfer session; `why` where a person can do something about it. */
  note(note: SourceNote, count?: number, why?: SourceProblem): void;
}

/** Parts of one delivery that nobody reads before they are published together. */
export interface Stage {
  /** Resolves once the frames are on disk, sealed. */
  put(part: DeliveredPart): Promise<void>;
  /** Resolves once all of them are in the inbox; all or none of them, whatever happens within. */
  publish(): Promise<void>;
  drop(): Promise<void>;
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
  /** Of a stream: nobody can read these bytes again, so that a gate set meanwhile must not send them back. */
  readonly stream?: boolean;
  /** Its sender awaits no answer: whoever takes the source over is not sent it again, so that it is stored however late. */
  readonly lasting?: boolean;
}

/**
 * "cut": a record broken off by the other side. "lost": what the system says was sent and never arrived. "stranger": a sender that
 * no source knows. "repeat": sent again, and known. "refused": what broke a bound or a rule of the protocol.
 */
export type SourceNote =
  | "file"
  | "shrunk"
  | "replaced"
  | "unreadable"
  | "cut"
  | "lost"
  | "stranger"
  | "repeat"
  | "refused";

/** How far a delivery is in the inbox or in the database, whichever is further. */
export interface KnownPosition {
  readonly deliveryId: string;
  readonly position: number;
  readonly identity: Readonly<Record<string, unknown>> | null;
  readonly done: boolean;
  /** Told by a segment that nobody has read yet. */
  readonly inInbox?: boolean;
}
