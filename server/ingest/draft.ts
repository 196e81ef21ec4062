import type { PartyClass, Role } from "../domain/codes.ts";
import type { CutValue } from "../domain/raw/index.ts";
import type { Day } from "../domain/zoned-time.ts";
import type { DecodedRecord } from "../drivers/driver.ts";
import type { Wanted } from "../keyring/index.ts";
import type { DroppedField } from "./read-values.ts";
import type { Slot } from "./slots.ts";

/** One identifier of one record, on its way to a party row; the keyring is asked with it as it stands. */
export interface DraftParty extends Wanted {
  readonly role: Role;
  readonly className: PartyClass;
  /** Where it lives and how long. */
  readonly slot: Slot;
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
}

/** A frame no driver understood. */
export interface DraftLine {
  readonly frame: Buffer;
  readonly position: number;
  readonly receivedAt: Date;
  readonly reason: string;
}

/** What a batch of frames came to: frames in = records' frames + nothing + joined + undefined. */
export interface Drafts {
  readonly drafts: readonly Draft[];
  readonly lines: readonly DraftLine[];
  /** Understood and no call: headers, blank lines, log-in events. */
  readonly nothing: number;
  /** Understood and part of a call that another frame brings. */
  readonly joined: number;
  /** Records whose date cannot be right; they are stored, counted from the day of reception. */
  readonly implausible: number;
  readonly undefinedSlot: Slot;
  readonly slots: readonly Slot[];
  /** What the driver has learnt of the delivery so far; kept with the checkpoint. */
  readonly state: Record<string, unknown>;
}
