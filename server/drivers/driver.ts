import type { Direction, Disposition, PartyClass, Product, RecordKind, Role } from "../domain/codes.ts";
import type { CallQuality } from "../domain/quality.ts";

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
  /** How its bytes are cut into frames; a function where an option of the driver decides. */
  readonly framing: Framing | ((options: DriverOptions) => Framing);
  readonly options: readonly DriverOption[];
  /** How far the layout is confirmed, in one sentence for the portal. */
  readonly confirmed: {
    readonly by: "real-records" | "documentation" | "own-format" | "unconfirmed";
    readonly note: string;
  };
  /** Reads the options once; throws AppError "bad-input" with what to correct. */
  configure(options: DriverOptions): Decoder;
  /** For dialects that tell one call in several frames. */
  readonly join?: Join;
}

/** Legs of one call arrive in any order, in several files, and some never do. */
export interface Join {
  /** From the arrival of the last leg; then the call is told from what there is. */
  readonly waitSeconds: number;
  /** Where these legs need not wait that long, e.g. because the end was told; of no more than `waitSeconds`, at least a minute. */
  readonly waitFor?: (legs: readonly DecodedLeg[]) => number;
  /**
   * The call or calls of these legs, in the order they were received; null to wait for more. `over`: nothing more will come,
   * and null is no answer. Pure. The values' offsets count in all legs' frames one after the other; every value of a leg has to
   * stand in one of the records, at the latest one of the same role, class and text (`mergeLegs` does that).
   */
  merge(legs: readonly DecodedLeg[], over: boolean): readonly DecodedRecord[] | null;
}

/** What one frame tells of a call that other frames tell more of. */
export interface DecodedLeg {
  /** What the frames of a call share, as the PBX writes it (`globalCallID`, `Acct-Session-Id` ...); no personal value. */
  readonly call: string;
  /** Which part it is, in the driver's own words: "start", "stop", "INVITE", "leg 2". */
  readonly part: string;
  /** The call as far as this frame knows it. */
  readonly record: DecodedRecord;
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

/**
 * `line`: to the line feed; `quotes`: a line break inside a quoted field does not end the frame. `ended`: to one byte (NUL).
 * `enclosed`: from one byte to another (STX, ETX). `length`: four bytes, little-endian, before what they count. `fixed`: so many
 * bytes. `lines`: a line and those that belong to it. `json`: one object, of a stream, of lines or of a top-level array, whose
 * brackets stand around an object or are a frame by themselves. `pages`: names of arrays that an interface wraps its objects in, as
 * in `{"value":[{...},{...}],"next":...}`: each element is a frame, and so are what stands before the first and behind the last.
 * `xml`: one element with its prolog; what stands between elements is a frame by itself. `document`: the whole file.
 * `sql`: of a dump each row in brackets, what stands before them, any other statement and any line that is none.
 * `utf-16le`: text in that character set, framed as UTF-8; no driver names it (charset.ts does).
 */
export type Framing =
  | { readonly kind: "line"; readonly quotes?: boolean }
  | { readonly kind: "ended"; readonly by: number }
  | { readonly kind: "enclosed"; readonly from: number; readonly to: number }
  | { readonly kind: "length" }
  | { readonly kind: "fixed"; readonly bytes: number }
  | { readonly kind: "lines"; readonly belongs: LineBelongs }
  | { readonly kind: "json"; readonly pages?: readonly string[] }
  | { readonly kind: "xml"; readonly element: string }
  | { readonly kind: "sql" }
  | { readonly kind: "document"; readonly maxBytes: number }
  | { readonly kind: "utf-16le"; readonly of: Framing };

/** Whether a line goes on with the frame whose lines stand before it (both without their line ends). Pure. */
export type LineBelongs = (before: readonly string[], line: string) => boolean;

export interface DriverOption {
  readonly name: string;
  readonly help: string;
  readonly values?: readonly string[];
  readonly default?: string;
}

export type DriverOptions = Readonly<Record<string, string>>;

export type Decoded =
  | { readonly kind: "records"; readonly records: readonly DecodedRecord[] }
  /** Part of a call; only from drivers with `join`. */
  | { readonly kind: "leg"; readonly leg: DecodedLeg }
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
  /** What was measured of its sound, where the PBX writes that; no part of what makes the call the same call. */
  readonly quality?: CallQuality | null;
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
