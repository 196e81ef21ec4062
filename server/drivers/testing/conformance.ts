import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "../../domain/app-error.ts";
import { framingOf } from "../catalogue.ts";
import { checkValues, recordsOf } from "./check-values.ts";
import type { DecodeContext, Decoded, DecodedRecord, DecodedValue, Decoder, Driver, DriverOptions } from "../driver.ts";
import { createFramer, FRAME_LIMIT } from "../framing.ts";
import { canonicalPhone, type NumberSite, readNumber } from "../../domain/numbers/index.ts";
import { cut, rebuild } from "../../domain/raw/index.ts";
import { readSsn } from "../../domain/ssn.ts";
import { decodeRange } from "../text.ts";
import { mutate } from "./mutation.ts";
import { seededRandom } from "../../domain/seeded-random.ts";

/** What a dialect shows of itself; the suite below asks the same of every driver. */
export interface Specimen {
  readonly options?: DriverOptions;
  /** A file with a header where the dialect has one, at least one record, quotes and letters outside ASCII. */
  readonly file: string;
  /** One record that starts at a local time `YYYY-MM-DD HH:MM:SS`; not answered and withheld when told so. */
  record(call: Call): string;
  /** How the PBX writes a caller it does not tell. */
  readonly withheld: readonly string[];
}

interface Call {
  readonly startedAt: string;
  readonly answered: boolean;
  readonly calling: string;
}

/** Numbers of the series reserved for fiction by PTS. */
export const FICTION = { mobile: "0701740605", other: "0701740633", landline: "0846500442" } as const;

/** Registers the tests that every driver passes. */
export function conformance(driver: Driver, specimen: Specimen): void {
  for (const part of [cutting, damage, purity, calendar, callers]) part(driver, specimen);
}

function decoderOf(driver: Driver, specimen: Specimen): Decoder {
  return driver.configure(specimen.options ?? {});
}

function recordOf(driver: Driver, specimen: Specimen, call: Partial<Call>): DecodedRecord {
  const line = specimen.record({ startedAt: "2026-03-02 08:15:00", answered: true, calling: FICTION.mobile, ...call });
  return only(decoderOf(driver, specimen)(Buffer.from(line), context()));
}

/** The values and the frame they are cut from. */
function cutting(driver: Driver, specimen: Specimen): void {
  test(`${driver.id}: values stand where the driver says, and never overlap`, () => {
    for (const { frame, decoded } of decodeFile(driver, decoderOf(driver, specimen), Buffer.from(specimen.file)))
      checkValues(frame, decoded);
  });

  test(`${driver.id}: a frame whose values were cut holds none of them and is rebuilt byte for byte`, () => {
    const random = seededRandom(11);
    const files = [Buffer.from(specimen.file), Buffer.from(specimen.file, "latin1")];
    const whole = files.flatMap((file) => decodeFile(driver, decoderOf(driver, specimen), file));
    const decode = decoderOf(driver, specimen);
    const damaged = Array.from({ length: 2_000 }, (_, i) =>
      mutate(whole[i % whole.length]?.frame ?? Buffer.alloc(0), random),
    );
    for (const { frame, decoded } of whole)
      if (recordsOf(decoded).length > 0) checkRebuilt(frame, recordsOf(decoded), true);
    for (const frame of damaged) {
      const decoded = decode(frame, context());
      if (recordsOf(decoded).length > 0) checkRebuilt(frame, recordsOf(decoded), false);
    }
  });
}

/** Cuts as ingest does, and puts back what was cut. */
function checkRebuilt(frame: Uint8Array, records: readonly DecodedRecord[], whole: boolean): void {
  const values = records.flatMap((record) =>
    record.values.map((value) => ({ ...value, canonical: canonicalOf(record, value) })),
  );
  const known = values.filter((value) => value.canonical !== null);
  const { skeleton, holes } = cut(frame, known);
  for (const { canonical, start, end } of known) {
    const written = Buffer.from(frame.subarray(start, end));
    if (written.length >= 8 && canonical !== null)
      assert.ok(!skeleton.includes(written), "a cut value stands nowhere else");
  }
  const { bytes, complete } = rebuild(
    skeleton,
    holes,
    known.map((value) => value.canonical),
  );
  if (complete) assert.deepEqual(bytes, Buffer.from(frame));
  // What is written with escapes or is damaged cannot always be kept as written: then its hole stays empty, and says so.
  const plain = known.every((value) => value.text === decodeRange(frame, value.start, value.end));
  if (whole && plain) assert.ok(complete);
}

const SITE: NumberSite = { country: "SE", outsideLine: "9", extensionDigits: null, internationalPrefix: null };

function canonicalOf(record: DecodedRecord, value: DecodedValue): string | null {
  if (value.class === "phone") return canonicalPhone(readNumber(value.text, SITE));
  return value.class === "ssn" ? (readSsn(value.text, record.startedAt)?.canonical ?? null) : value.text;
}

/** Bytes that are no record. */
function damage(driver: Driver, specimen: Specimen): void {
  test(`${driver.id}: mutated records and random bytes never throw and never leak into the reason`, () => {
    const random = seededRandom(7);
    const frames = framesOf(driver, Buffer.from(specimen.file));
    const decode = decoderOf(driver, specimen);
    for (let i = 0; i < 4_000; i++) {
      const frame = mutate(frames[i % frames.length] ?? Buffer.alloc(0), random);
      const decoded = decode(frame, context());
      checkValues(frame, decoded);
      if (decoded.kind === "nothing" || decoded.kind === "undefined")
        assert.match(decoded.reason, /^[a-z-]+(: | |$)[a-zA-Z0-9 ,-]*$/);
    }
  });

  test(`${driver.id}: a line cut off at the limit, and binary bytes, are undefined`, () => {
    const decode = decoderOf(driver, specimen);
    assert.equal(decode(Buffer.alloc(FRAME_LIMIT, "a"), context()).kind, "undefined");
    assert.equal(decode(Buffer.from([0x02, 0x30, 0x21, 0x03, 0xff, 0xfe]), context()).kind, "undefined");
    assert.equal(decode(Buffer.from("  \r"), context()).kind, "nothing");
  });

  test(`${driver.id}: an option it does not know is refused with the ones it does`, () => {
    assert.throws(
      () => driver.configure({ colour: "blue" }),
      (error) => error instanceof AppError && error.code === "bad-input" && !error.message.includes("blue"),
    );
  });
}

/** Nothing but the frame and the file's state decides. */
function purity(driver: Driver, specimen: Specimen): void {
  test(`${driver.id}: decoding is pure: the same frame in the same file gives the same`, () => {
    const file = Buffer.from(specimen.file);
    const decode = decoderOf(driver, specimen);
    const first = decodeFile(driver, decode, file).map((each) => each.decoded);
    assert.deepEqual(
      decodeFile(driver, decode, file).map((each) => each.decoded),
      first,
    );
    assert.ok(first.some((decoded) => decoded.kind === "records"));
  });

  test(`${driver.id}: what the file told so far survives as JSON`, () => {
    const file = Buffer.from(specimen.file);
    const decode = decoderOf(driver, specimen);
    let state: DecodeContext["state"] = {};
    const kept = framesOf(driver, file).map((frame) => {
      const told = { ...context(), state: JSON.parse(JSON.stringify(state)) };
      const decoded = decoderOf(driver, specimen)(frame, told);
      state = told.state;
      return decoded;
    });
    assert.deepEqual(
      kept,
      decodeFile(driver, decode, file).map((each) => each.decoded),
    );
  });
}

/** Times of the site. */
function calendar(driver: Driver, specimen: Specimen): void {
  test(`${driver.id}: local time is read through both nights of the clock change, midnight and new year`, () => {
    const instants = [
      ["2026-03-29 01:59:59", "2026-03-29T00:59:59.000Z"],
      ["2026-03-29 02:30:00", "2026-03-29T01:30:00.000Z"],
      ["2026-03-29 03:00:00", "2026-03-29T01:00:00.000Z"],
      ["2026-10-25 01:59:59", "2026-10-24T23:59:59.000Z"],
      ["2026-10-25 02:30:00", "2026-10-25T00:30:00.000Z"],
      ["2026-10-25 03:00:00", "2026-10-25T02:00:00.000Z"],
      ["2026-06-30 23:59:59", "2026-06-30T21:59:59.000Z"],
      ["2026-07-01 00:00:00", "2026-06-30T22:00:00.000Z"],
      ["2025-12-31 23:59:59", "2025-12-31T22:59:59.000Z"],
      ["2026-01-01 00:00:00", "2025-12-31T23:00:00.000Z"],
      ["2028-02-29 12:00:00", "2028-02-29T11:00:00.000Z"],
    ] as const;
    for (const [local, instant] of instants) {
      const record = recordOf(driver, specimen, { startedAt: local });
      assert.equal(record.startedAt.toISOString(), instant, local);
      assert.equal(
        record.durationSeconds,
        recordOf(driver, specimen, {}).durationSeconds,
        "the duration is the PBX's, not end minus start",
      );
    }
  });

  test(`${driver.id}: a day that the calendar does not have is an undefined line`, () => {
    for (const startedAt of [
      "2026-02-30 10:00:00",
      "2026-13-01 10:00:00",
      "2026-01-01 24:00:00",
      "0000-00-00 00:00:00",
    ]) {
      const line = specimen.record({ startedAt, answered: true, calling: FICTION.mobile });
      assert.equal(decoderOf(driver, specimen)(Buffer.from(line), context()).kind, "undefined", startedAt);
    }
  });
}

/** Calls that nobody answered or whose caller is not told. */
function callers(driver: Driver, specimen: Specimen): void {
  test(`${driver.id}: a call nobody answered lasts no time`, () => {
    const record = recordOf(driver, specimen, { answered: false });
    assert.equal(record.durationSeconds, 0);
    assert.equal(record.disposition, "no-answer");
  });

  test(`${driver.id}: a withheld caller is no number`, () => {
    for (const calling of specimen.withheld) {
      for (const value of recordOf(driver, specimen, { calling }).values) {
        if (value.role === "calling" && value.class === "phone") assert.doesNotMatch(value.text, /\d{3}/);
      }
    }
  });
}

function context(): DecodeContext {
  return { receivedAt: new Date("2026-03-02T09:00:00Z"), timeZone: "Europe/Stockholm", state: {} };
}

function only(decoded: Decoded): DecodedRecord {
  const [record, ...more] = recordsOf(decoded);
  assert.ok(record !== undefined && more.length === 0, "reason" in decoded ? decoded.reason : "not one record");
  return record;
}

function framesOf(driver: Driver, file: Buffer): Buffer[] {
  const framer = createFramer(framingOf(driver, {}));
  return [...framer.push(file), ...framer.finish()].map((frame) => frame.bytes);
}

function decodeFile(driver: Driver, decode: Decoder, file: Buffer): { frame: Buffer; decoded: Decoded }[] {
  const state = context();
  return framesOf(driver, file).map((frame) => ({ frame, decoded: decode(frame, state) }));
}
