import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "../../domain/app-error.ts";
import { seededRandom } from "../../domain/seeded-random.ts";
import type { Driver } from "../driver.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { checkRebuilt } from "./check-rebuilt.ts";
import { checkValues, recordsOf } from "./check-values.ts";
import { calendar } from "./conformance-calendar.ts";
import { legs } from "./conformance-legs.ts";
import { decodeFile, framesOf, freshContext } from "./decode-file.ts";
import { mutate } from "./mutation.ts";
import { onlyRecord, recordOf } from "./record-of.ts";
import type { Specimen } from "./specimen.ts";
import { specimensOf } from "./specimens.ts";

export { FICTION, later } from "./specimen.ts";

/** Registers the tests that every driver passes. */
export function conformance(driver: Driver, specimen: Specimen): void {
  for (const part of [cutting, damage, purity, legs, calendar, callers, specimens]) part(driver, specimen);
}

/** The file in every encoding that its text may have. */
function filesOf({ file, exceptions }: Specimen): Buffer[] {
  if (typeof file !== "string") return [file];
  return exceptions?.encoding === undefined ? [Buffer.from(file), Buffer.from(file, "latin1")] : [Buffer.from(file)];
}

/** What the file has said by its end: damaged records are read as those of a file that began well. */
function stateAfter(driver: Driver, { options = {}, file }: Specimen): Record<string, unknown> {
  const decode = driver.configure(options);
  const context = freshContext();
  for (const frame of framesOf(driver, options, Buffer.from(file))) decode(frame, context);
  return context.state;
}

/** The values and the frame they are cut from. */
function cutting(driver: Driver, specimen: Specimen): void {
  const options = specimen.options ?? {};
  test(`${driver.id}: values stand where the driver says, and never overlap`, () => {
    for (const file of filesOf(specimen))
      for (const { frame, decoded } of decodeFile(driver, options, file)) checkValues(frame, decoded);
  });

  test(`${driver.id}: a frame whose values were cut holds none of them and is rebuilt byte for byte`, () => {
    const random = seededRandom(11);
    const whole = filesOf(specimen).flatMap((file) => decodeFile(driver, options, file));
    const decode = driver.configure(options);
    const damaged = Array.from({ length: 800 }, (_, i) =>
      mutate(whole[i % whole.length]?.frame ?? Buffer.alloc(0), random),
    );
    for (const { frame, decoded } of whole)
      if (recordsOf(decoded).length > 0) checkRebuilt(frame, recordsOf(decoded), true);
    const told = stateAfter(driver, specimen);
    for (const frame of damaged) {
      const decoded = decode(frame, { ...freshContext(), state: structuredClone(told) });
      if (recordsOf(decoded).length > 0) checkRebuilt(frame, recordsOf(decoded), false);
    }
  });
}

/** Bytes that are no record. */
function damage(driver: Driver, specimen: Specimen): void {
  const options = specimen.options ?? {};
  test(`${driver.id}: mutated records and random bytes never throw and never leak into the reason`, () => {
    const random = seededRandom(7);
    const frames = filesOf(specimen).flatMap((file) => framesOf(driver, options, file));
    const decode = driver.configure(options);
    const told = stateAfter(driver, specimen);
    for (let i = 0; i < 1_500; i++) {
      const frame = mutate(frames[i % frames.length] ?? Buffer.alloc(0), random);
      const decoded = decode(frame, { ...freshContext(), state: structuredClone(told) });
      checkValues(frame, decoded);
      assert.ok(decoded.kind !== "leg" || driver.join !== undefined, "only a driver that joins gives legs");
      if (decoded.kind === "nothing" || decoded.kind === "undefined")
        assert.match(decoded.reason, /^[a-z-]+(: | |$)[a-zA-Z0-9 ,-]*$/);
    }
  });

  test(`${driver.id}: a frame cut off at the limit, and binary bytes, are undefined, and blanks are nothing`, () => {
    const decode = driver.configure(options);
    const binary = Buffer.from([0x02, 0x30, 0x21, 0x03, 0xff, 0xfe]);
    assert.equal(decode(Buffer.alloc(FRAME_LIMIT, "a"), freshContext()).kind, "undefined");
    assert.equal(decode(binary, freshContext()).kind, "undefined");
    const blank = specimen.exceptions?.blank === undefined ? "nothing" : "undefined";
    assert.equal(decode(Buffer.from("  \r"), freshContext()).kind, blank);
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
  const options = specimen.options ?? {};
  const file = Buffer.from(specimen.file);
  test(`${driver.id}: decoding is pure: the same frame in the same file gives the same`, () => {
    const decode = driver.configure(options);
    const first = decodeFile(driver, options, file, decode).map((each) => each.decoded);
    assert.deepEqual(
      decodeFile(driver, options, file, decode).map((each) => each.decoded),
      first,
    );
    assert.ok(first.some((decoded) => recordsOf(decoded).length > 0));
  });

  test(`${driver.id}: what the file told so far survives as JSON`, () => {
    let state: Record<string, unknown> = {};
    const kept = framesOf(driver, options, file).map((frame) => {
      const told = { ...freshContext(), state: JSON.parse(JSON.stringify(state)) };
      const decoded = driver.configure(options)(frame, told);
      state = told.state;
      return decoded;
    });
    assert.deepEqual(
      kept,
      decodeFile(driver, options, file).map((each) => each.decoded),
    );
  });
}

/** Calls that nobody answered or whose caller is not told. */
function callers(driver: Driver, specimen: Specimen): void {
  const { exceptions = {}, withheld } = specimen;
  if (exceptions.unanswered === undefined) {
    test(`${driver.id}: a call nobody answered lasts no time`, () => {
      const record = onlyRecord(recordOf(driver, specimen, { answered: false }));
      assert.equal(record.durationSeconds, 0);
      assert.equal(record.disposition, exceptions.disposition === undefined ? "no-answer" : null);
    });
  }

  test(`${driver.id}: a call that was answered lasts as long as the PBX says`, () => {
    const record = onlyRecord(recordOf(driver, specimen, {}));
    assert.ok(record.durationSeconds > 0);
    assert.equal(record.disposition, exceptions.disposition === undefined ? "answered" : null);
  });

  test(`${driver.id}: a withheld caller is no number`, () => {
    assert.equal(withheld.length === 0, exceptions.withheld !== undefined, "either is told, never both");
    for (const calling of withheld) {
      for (const value of onlyRecord(recordOf(driver, specimen, { calling })).values) {
        if (value.role === "calling" && value.class === "phone") assert.doesNotMatch(value.text, /\d{3}/);
      }
    }
  });
}

/** What the fault run damages is whole to begin with. */
function specimens(driver: Driver): void {
  test(`${driver.id}: its specimens are whole records`, async () => {
    const found = await specimensOf(driver);
    assert.ok(found !== null && found.frames.length > 0, `server/drivers/${driver.id}/specimens.ts shows none`);
    const decode = driver.configure(found.options ?? {});
    const context = freshContext();
    for (const frame of found.before ?? []) assert.equal(decode(frame, context).kind, "nothing");
    for (const frame of found.frames) {
      const decoded = decode(frame, { ...context, state: structuredClone(context.state) });
      assert.ok(recordsOf(decoded).length > 0, "reason" in decoded ? decoded.reason : "no record");
      checkValues(frame, decoded);
    }
  });
}
