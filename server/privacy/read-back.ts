import type { IdentifierReason, ReadIdentifier } from "../domain/identifier.ts";
import { displayNumber } from "../domain/mask.ts";
import { REASONS } from "../domain/reasons.ts";

/** How the box read what was typed. */
export interface ReadBack {
  readonly type: "phone" | "ssn";
  /** What was understood, for display to the one who typed it; never stored. */
  readonly display: string;
  /** A key of domain/reasons.ts: how it was read. */
  readonly reading: string;
  /** The sentence of `reason`, in English. */
  readonly sentence: string;
  readonly notations: readonly string[];
  readonly valid: boolean;
  /** False when nothing can be searched for; `reason` and `sentence` say why. */
  readonly searchable: boolean;
  readonly reason: IdentifierReason;
  readonly also: readonly { readonly kind: string; readonly value: string }[];
}

export function readBack(read: ReadIdentifier): ReadBack {
  const { type, canonical, reading, valid, reason, also } = read;
  // As people write it; the form under which it is stored says the same once more.
  const display = canonical === null ? read.display : displayNumber(canonical, read.class);
  return {
    type,
    display,
    reading,
    notations: read.notations.filter((notation) => notation !== canonical),
    valid,
    reason,
    also,
    sentence: REASONS[reason],
    searchable: read.canonical !== null,
  };
}
