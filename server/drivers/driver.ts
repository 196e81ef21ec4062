import type { Direction, Disposition, PartyClass, Product, RecordKind, Role } from "../domain/codes.ts";

/**
 * A driver reads one PBX dialect. It is pure: a frame in, records or a reason out. It never throws on bad bytes, reads no
 * clock, no file and no network.
 */
export interface Driver {
  /** The folder name, e.g. `asterisk-cdr-csv`; stable, stored with every source. */
  readonly id: string;
  readonly title: string;
  readonly product: Product;
  /** What its files look like, e.g. "csv", "json". */
  readonly formats: readonly string[];
  readonly framing: Framing;
  readonly options: readonly DriverOption[];
  /** How far the layout is confirmed, in one sentence for the portal. */
  readonly confirmed: {
    readonly by: "real-records" | "documentation" | "own-format";
    readonly note: string;
  };
  /** Reads the options once; throws AppError "bad-input" with what to correct. */
  configure(options: DriverOptions): Decoder;
}

/** Decodes one frame (of at most FRAME_LIMIT bytes, without its line feed); `context` carries what the file said before this frame (a CSV header, a date line), and is changed. */
export type Decoder = (frame: Uint8Array, context: DecodeContext) => Decoded;

export interface DecodeContext {
  /** Reception of the frame: infers a missing year, caps the day counted for retention. */
  readonly receivedAt: Date;
  /** IANA zone of the site, for records that hold local time. */
  readonly timeZone: string;
  /** Digits of an extension at this site. A driver's own option `extension-length` goes before it; null or absent = guess. */
  readonly extensionDigits?: number | null;
  /** What earlier frames of the same file told, owned by the driver; starts empty for every file. Plain JSON, so that it can be kept. */
  state: Record<string, unknown>;
}

/** `quotes`: a line break inside a quoted field does not end the frame. */
export type Framing =
  | { readonly kind: "line"; readonly quotes?: boolean }
  | { readonly kind: "document"; readonly maxBytes: number };

export interface DriverOption {
  readonly name: string;
  readonly help: string;
  readonly values?: readonly string[];
  readonly default?: string;
}

export type DriverOptions = Readonly<Record<string, string>>;

export type Decoded =
  | { readonly kind: "records"; readonly records: readonly DecodedRecord[] }
  /** Understood and no call: a header, a blank line, a log-in event. Counted, not stored. */
  | { readonly kind: "nothing"; readonly reason: string }
  /** Not understood: becomes an undefined line with this reason (a code and words, never a value of the frame). */
  | { readonly kind: "undefined"; readonly reason: string };

export interface DecodedRecord {
  readonly kind: RecordKind;
  /** The PBX's own id of the call, as written; null when it writes none. */
  readonly callId: string | null;
  readonly startedAt: Date;
  /** Conversation time as the PBX counts it, in seconds. */
  readonly durationSeconds: number;
  readonly ringSeconds: number | null;
  readonly direction: Direction | null;
  readonly disposition: Disposition | null;
  /** The company's own side as written: an extension, or null. */
  readonly extension: string | null;
  readonly queue: string | null;
  readonly trunk: string | null;
  /** Cost in hundredths of the PBX's currency, if the PBX says one. */
  readonly costCents: number | null;
  /** Parts of one long call that could not be joined carry the id they share. */
  readonly partOf: string | null;
  /** Every identifier of a person or extension in the frame, with where it stands. */
  readonly values: readonly DecodedValue[];
}

/**
 * One value of the frame. `text` is decoded (quotes, escapes and decoration removed); `start`/`end` are byte offsets of it
 * in the frame. Ranges of one record never overlap; a value that stands in several places is named once, at its main one.
 */
export interface DecodedValue {
  readonly role: Role;
  readonly class: Extract<PartyClass, "phone" | "ssn" | "name">;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}
