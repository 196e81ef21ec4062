import type { Direction, Disposition, PartyClass, Product, RecordKind, Role } from "../domain/codes.ts";
import type { NatureSeen } from "../domain/nature.ts";
import type { ShieldCategory } from "../domain/shield/categories.ts";
import type { Seen } from "../domain/sight.ts";
import type { Threshold } from "../domain/sorted.ts";
import type { Day } from "../domain/zoned-time.ts";

/** What the SOURCE column shows, spelt as the IVR platform spells it. */
export const SOURCE_NAMES = {
  call_history: "CALL_HISTORY",
  callback: "CALLBACK",
  queue_call: "QUEUE_CALL",
  voicemail: "VOICEMAIL",
  message: "MESSAGE",
} as const satisfies Record<RecordKind, string>;
export type SourceName = (typeof SOURCE_NAMES)[RecordKind];
export const SOURCE_LIST = Object.values(SOURCE_NAMES);

/** How sure it is that a hit is about the identifier asked for: the same, the same digits written otherwise, perhaps. */
export const TIERS = ["exact", "digits", "possible"] as const;
export type Tier = (typeof TIERS)[number];

/** One call in which the identifier took part, as the reader's profile shows it: nothing above this room unmasks a value. */
export interface Hit {
  /** The call's id; stable, and no personal datum. */
  readonly hitId: string;
  readonly source: SourceName;
  /** E.g. "extension=3000" or "queue=Support, waited 2:14". */
  readonly note: string;
  readonly date: Date;
  readonly product: Product;
  readonly extension: string | null;
  readonly queue: string | null;
  readonly direction: Direction | null;
  readonly disposition: Disposition | null;
  readonly durationSeconds: number;
  readonly ringSeconds: number | null;
  /** The part, class and tier of the best match in this call. */
  readonly role: Role;
  readonly class: PartyClass;
  readonly tier: Tier;
  /** E.g. "+46 70 174 •• ••"; "" where `seen` is "hidden". */
  readonly number: string;
  readonly seen: Seen;
  readonly otherParties: readonly OtherParty[];
  /** The first day on which the match is unreadable; null while the rule for it is switched off. */
  readonly erasedOn: Day | null;
  readonly sourceId: number;
  readonly sourceName: string;
  /** Identifiers the call once had and no longer has, and why. */
  readonly gone: readonly GoneParty[];
  /** The raw record: whether it is still stored, and the first day on which it is unreadable. */
  readonly raw: { readonly stored: boolean; readonly erasedOn: Day | null };
  /** Whether the telephone system told the call in several records. */
  readonly inParts: boolean;
  /** The hold or restriction that keeps it; `erasedOn` is then the day on which that ends. */
  readonly kept: { readonly kind: "hold" | "restriction"; readonly name: string } | null;
  /** Stored and not used (Art. 18): shown only to who gave a purpose for it. */
  readonly restricted: boolean;
  /** The last day on which something in the call was put right. */
  readonly correctedOn: Day | null;
  /** Private or business, and who says so; null where nobody did. */
  readonly nature: NatureSeen | null;
  /** Which thresholds keep it apart; null where none does. One about the cost is not named to whom costs are not shown. */
  readonly apart: readonly Threshold[] | null;
  /** What stands where a number was shielded. */
  readonly category: ShieldCategory | "other" | null;
  /** In the company's currency, e.g. "12.50"; "" where there is none or `costSeen` is "hidden". */
  readonly cost: string;
  readonly costSeen: Seen | null;
}

export interface OtherParty {
  readonly role: Role;
  readonly class: PartyClass;
  readonly number: string;
  readonly seen: Seen;
  readonly erasedOn: Day | null;
  /** Whether this person's data is restricted: then the number is hidden from everybody. */
  readonly restricted: boolean;
}

export interface GoneParty {
  readonly role: Role;
  readonly class: PartyClass;
  /** late: its time was over when the record came, so that it was never stored. */
  readonly why: "erased" | "expired" | "late";
}

export interface SourceCount {
  readonly source: SourceName;
  readonly count: number;
}
