import type { PartyClass, Role } from "../../domain/codes.ts";
import type { RawRecord } from "../../domain/raw/index.ts";
import type { Slice } from "../../keyring/index.ts";
import type { CallFacts } from "../../store/call-facts.ts";
import type { RawPageRow } from "../../store/raw-lists.ts";
import type { PartyOfRecord } from "../../store/search-parties.ts";

/** A stored party whose value can be read. */
export interface KnownParty {
  readonly row: PartyOfRecord;
  readonly role: Role;
  readonly className: PartyClass;
  readonly subjectId: Buffer;
  readonly canonical: string;
}

/** Why a call is left as it is. */
export type LeftReason = "gone" | "kept" | "damaged";

/** A stored call with its raw record put together again; or why it is left alone. */
export type RawCall = { readonly ordinal: number; readonly facts: CallFacts } & (
  | { readonly left: LeftReason }
  | {
      readonly left: null;
      readonly frame: Buffer;
      /** The same with something written where the door left a value out; null where it left out nothing. */
      readonly filled: Buffer | null;
      readonly parties: readonly KnownParty[];
    }
);

/** A segment, opened. */
export interface OpenedSegment {
  readonly row: RawPageRow;
  readonly slice: Slice;
  readonly records: readonly (RawRecord | null)[];
  readonly calls: readonly RawCall[];
}
