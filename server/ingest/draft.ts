import type { PartyClass, Role } from "../domain/codes.ts";
import type { CutValue } from "../domain/raw/index.ts";
import type { Sorted } from "../domain/sorted.ts";
import type { Day } from "../domain/zoned-time.ts";
import type { DecodedLeg, DecodedRecord } from "../drivers/driver.ts";
import type { Wanted } from "../keyring/index.ts";
import type { DroppedField } from "./read-values.ts";
import type { GateCount, JoinedCall, StoreAgain } from "../store/batch.ts";
import type { Slot, SlotTable } from "./slots.ts";

/** One identifier of one record, on its way to a party row; the keyring is asked with it as it stands. */
export interface DraftParty extends Wanted {
  readonly role: Role;
  readonly className: PartyClass;
  /** Where it lives and how long. */
  readonly slot: Slot;
  /** The subject of a row that is stored already and stays as it is (a call that is read anew). */
  kept?: Buffer;
  /** The subject; null when the class has expired or a watermark covers it. */
  subjectId: Buffer | null;
  erased: boolean;
  /** Its place among the ids of its slot. */
  place: number;
}

/** One call as read from one frame. */
export interface Draft {
  readonly record: DecodedRecord;
  readonly frame: Buffer;
  readonly callDay: Day;
  readonly parties: readonly DraftParty[];
  /** Parties of the other records in the same frame; there are hardly ever any. */
  readonly others: readonly DraftParty[];
  /** Every value of the frame, of sibling records too: they all leave the raw record. */
  readonly cuts: readonly CutValue[];
  /** How many of `cuts` are this record's own; siblings' come after. */
  readonly ownCuts: number;
  /** What the company leaves at the door. */
  readonly dropped: readonly DroppedField[];
  readonly rawSlot: Slot;
  /** What it is counted as. */
  readonly sorted: Sorted;
}

/** A frame no driver understood, or one that waits for the rest of its call. */
export interface DraftLine {
  readonly frame: Buffer;
  readonly position: number;
  readonly receivedAt: Date;
  readonly reason: string;
  /** Of a leg that waits. */
  readonly leg?: DraftLeg;
}

/** A frame that tells a part of a call. */
export interface DraftLeg {
  readonly frame: Buffer;
  readonly position: number;
  readonly receivedAt: Date;
  readonly leg: DecodedLeg;
  /** JSON of what the file had said before it, with its category; null when nothing. */
  readonly state: string | null;
  /** Of what stands in it for a shielded number. */
  readonly category?: number | null;
  /** Where it has waited. */
  readonly stored?: StoredLeg;
}

export interface StoredLeg {
  readonly id: string;
  readonly day: Day;
  readonly product: number;
  readonly sessionId: string | null;
}

/** Waiting legs that came to drafts: those from `first` on, so many of them. */
export interface JoinGroup {
  readonly legs: readonly Pick<DraftLeg, "receivedAt" | "stored">[];
  readonly first: number;
  readonly records: number;
  /** Of the records, those whose date cannot be right. */
  readonly implausible?: number;
  /** Understood, and no call. */
  readonly nothing?: true;
}

export type AgainStep = Pick<StoreAgain, "work" | "done" | "more" | "left" | "at">;

/** What a batch of frames came to: frames in + further = records + nothing + joined + undefined + waiting. */
export interface Drafts {
  readonly drafts: readonly Draft[];
  readonly lines: readonly DraftLine[];
  /** Parts of calls, until they are joined. */
  readonly legs: readonly DraftLeg[];
  /** Legs whose call is not whole yet. */
  readonly waiting: readonly DraftLine[];
  readonly joinedCalls: readonly JoinedCall[];
  /** Of a batch made from legs that waited, or from lines that were tried again. */
  readonly groups: readonly JoinGroup[] | null;
  /** Of the latter: which work they are a step of. */
  readonly again?: AgainStep;
  readonly table: SlotTable;
  /** Understood and no call: headers, blank lines, log-in events. */
  readonly nothing: number;
  /** What the gate did before the inbox: frames it left out are none of the others. */
  readonly gate: readonly GateCount[];
  /** Understood and part of a call that another frame brings. */
  readonly joined: number;
  /** Records beyond the first of their frame. */
  readonly further: number;
  /** Records whose date cannot be right; they are stored, counted from the day of reception. */
  readonly implausible: number;
  readonly undefinedSlot: Slot;
  readonly slots: readonly Slot[];
  /** What the driver has learnt of the delivery so far; kept with the checkpoint. */
  readonly state: Record<string, unknown>;
}
