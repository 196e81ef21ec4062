import type { PartyClass } from "../../domain/codes.ts";

/** Whom a re-search looks for, as it may be written anywhere. */
export interface Needle {
  readonly class: PartyClass;
  /** E.164 or bare digits, twelve characters of an SSN, or a name. */
  readonly canonical: string;
}

/** A short national number ends in other eight digits where it stands without its country: both are looked for. */
export function needlesOf(identifiers: readonly (Needle & { readonly also: readonly string[] })[]): Needle[] {
  return identifiers.flatMap((one) =>
    [one.canonical, ...one.also].map((canonical) => ({ class: one.class, canonical })),
  );
}

/**
 * Whether bytes hold one of the needles, in any notation. Written apart from everything that cuts or deletes: it takes no
 * place for granted, neither columns nor encodings, and would rather find too much.
 *
 * Numbers: the last eight digits (or all, where there are fewer) of a telephone number, the last ten of an SSN, with up to
 * three other characters between any two digits, read as bytes and as UTF-16.
 */
export function holdsNeedle(bytes: Uint8Array, needles: readonly Needle[]): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  // UTF-16 has a zero byte between digits: taken out, both readings are one.
  const readings = text.includes("\u0000") ? [text, text.replaceAll("\u0000", "")] : [text];
  return needles.some((needle) => readings.some((reading) => pattern(needle).test(reading)));
}

const patterns = new Map<string, RegExp>();

function pattern(needle: Needle): RegExp {
  const key = `${needle.class} ${needle.canonical}`;
  const known = patterns.get(key);
  if (known !== undefined) return known;
  const made = needle.class === "name" ? namePattern(needle.canonical) : digitPattern(needle);
  // Nothing of an erased person may stay in the memory of a worker that lives for months.
  if (patterns.size > 64) patterns.clear();
  patterns.set(key, made);
  return made;
}

export function forgetNeedles(): void {
  patterns.clear();
}

const GAP = "[^0-9A-Za-z]{0,3}";

function digitPattern({ class: dataClass, canonical }: Needle): RegExp {
  const symbols = [...canonical].filter((char) => /[0-9A-Z]/.test(char));
  const wanted =
    dataClass === "ssn" ? symbols.slice(-10) : dataClass === "ssn_truncated" ? symbols.slice(-6) : symbols.slice(-8);
  if (wanted.length < 6) return /(?!)/;
  // A digit that stands directly before must be the number's own: in millions of records eight digits alone occur by chance.
  const own = dataClass === "phone" ? symbols[symbols.length - wanted.length - 1] : undefined;
  const before = own === undefined ? "" : `(?:(?<![0-9])|(?<=${own}))`;
  return new RegExp(before + wanted.join(dataClass === "phone" ? `(?:${GAP}|%20)` : GAP));
}

function namePattern(name: string): RegExp {
  const asBytes = (encoding: BufferEncoding) =>
    Buffer.from(name, encoding)
      .toString("latin1")
      .replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`${asBytes("utf8")}|${asBytes("latin1")}`, "i");
}
