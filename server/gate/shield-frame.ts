import type { NumberSet } from "../domain/number-set.ts";
import type { NumberReader, ReadNumber } from "../domain/numbers/index.ts";
import { type CutValue, placesOf } from "../domain/raw/index.ts";
import type { DecodeContext, Decoded, DecodedRecord, Decoder } from "../drivers/driver.ts";
import { phonesOf, recordsOf } from "./call-of.ts";
import { FILLERS, overwrite, type Place } from "../domain/shield/strike.ts";

/** What a frame became. `category`: code of what a shielded number in it belongs to. */
export interface ShieldedFrame {
  readonly bytes: Buffer;
  readonly category: number;
}

export interface ShieldReading {
  readonly set: NumberSet;
  readonly read: NumberReader;
  readonly decode: Decoder;
}

/**
 * null where no shielded number is in the frame. Otherwise every value of the calls that have one is overwritten, names too and
 * wherever their digits stand once more: a caller beside the category would say what the number would have said.
 */
export function shieldFrame(
  frame: Uint8Array,
  decoded: Decoded,
  context: DecodeContext,
  reading: ShieldReading,
): ShieldedFrame | null {
  const records = recordsOf(decoded);
  const found = reading.set.find(frame);
  const hit = records.flatMap((record) => {
    const category = categoryOf(record, reading);
    return category === null ? [] : [{ record, category }];
  });
  const category = hit[0]?.category ?? found[0]?.code;
  if (category === undefined) return null;
  // A number that stands in no column the driver knows belongs to one of the calls; which one, nobody can tell.
  const concerned =
    hit.length > 0 && found.every((place) => isInside(place, hit)) ? hit.map((one) => one.record) : records;
  const places = [...found, ...concerned.flatMap((record) => allPlaces(frame, record, reading.read))];
  const few = concerned.flatMap((record) => fewDigitPlaces(frame, record, reading));
  return { bytes: struck(frame, decoded, context, reading, [places.concat(few), places]), category };
}

/** A frame that no driver understands: the digits of shielded numbers go from it. null where there are none. */
export function strikeUndefined(frame: Uint8Array, set: NumberSet): Buffer | null {
  const found = set.find(frame, { few: true });
  return found.length === 0 ? null : overwrite(frame, found, LETTERS);
}

const LETTERS = { digit: 0x78, letter: 0x78 };

function categoryOf(record: DecodedRecord, { set, read }: ShieldReading): number | null {
  for (const value of phonesOf(record)) {
    const number = read(value.text);
    if (isOwnSide(record, number, value.text)) continue;
    const code = set.match(number);
    if (code !== null) return code;
  }
  return null;
}

/** An extension may have the digits of a short number. */
function isOwnSide({ extension, direction }: DecodedRecord, number: ReadNumber, text: string): boolean {
  return number.kind === "extension" && (direction === "internal" || extension === text);
}

function isInside(place: Place, hit: readonly { readonly record: DecodedRecord }[]): boolean {
  return hit.some(({ record }) => record.values.some((value) => value.start < place.end && place.start < value.end));
}

/** Where the values of a record stand, and where their digits and names stand once more. */
function allPlaces(frame: Uint8Array, record: DecodedRecord, read: NumberReader): Place[] {
  const values = record.values.map((value): CutValue => {
    const { role, class: className, start, end } = value;
    return { role, class: className, start, end, canonical: soughtOf(value, read) };
  });
  return [...record.values.map(({ start, end }) => ({ start, end })), ...placesOf(frame, values)];
}

function soughtOf(value: DecodedRecord["values"][number], read: NumberReader): string {
  if (value.class !== "phone") return value.text.trim();
  const number = read(value.text);
  return number.e164 ?? number.digits;
}

/** A short number, standing by itself, elsewhere in the frame: a channel's name repeats what was dialled. */
function fewDigitPlaces(frame: Uint8Array, record: DecodedRecord, { set, read }: ShieldReading): Place[] {
  const short = phonesOf(record).flatMap((value) => {
    const number = read(value.text);
    return set.match(number) === null ? [] : [number.digits];
  });
  if (short.length === 0) return [];
  return set.find(frame, { few: true }).filter(({ core }) => short.some((digits) => digits.endsWith(core)));
}

/**
 * The frame with the places overwritten so that the driver still reads the same call from it. What it reads from somewhere else
 * is overwritten too; where nothing helps, no digit is left of the frame, and it is counted as what nobody understands.
 */
function struck(
  frame: Uint8Array,
  decoded: Decoded,
  context: DecodeContext,
  reading: ShieldReading,
  plans: readonly (readonly Place[])[],
): Buffer {
  let anything: Buffer | null = null;
  for (const places of plans) {
    for (const filler of FILLERS) {
      const bytes = overwrite(frame, places, filler);
      const again = reading.decode(bytes, { ...context, state: structuredClone(context.state) });
      if (leaks(bytes, again, reading)) continue;
      if (isSameCall(decoded, again)) return bytes;
      if (again.kind === decoded.kind) anything ??= bytes;
    }
  }
  return anything ?? overwrite(frame, [{ start: 0, end: frame.length }], LETTERS);
}

function leaks(bytes: Buffer, decoded: Decoded, reading: ShieldReading): boolean {
  return (
    reading.set.find(bytes).length > 0 || recordsOf(decoded).some((record) => categoryOf(record, reading) !== null)
  );
}

/** Everything but who took part. */
function isSameCall(before: Decoded, after: Decoded): boolean {
  const [a, b] = [recordsOf(before), recordsOf(after)];
  if (before.kind !== after.kind || a.length !== b.length) return false;
  if (before.kind === "leg" && after.kind === "leg") {
    if (before.leg.call !== after.leg.call || before.leg.part !== after.leg.part) return false;
  }
  return a.every((record, at) => factsOf(record) === factsOf(b[at]));
}

function factsOf(record: DecodedRecord | undefined): string {
  if (record === undefined) return "";
  const { values: _, extension: __, startedAt, ...facts } = record;
  return JSON.stringify([startedAt.getTime(), facts]);
}
