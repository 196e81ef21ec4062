import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "../domain/app-error.ts";
import { encodeSingleByte, SINGLE_BYTE_CHARSETS } from "../domain/charsets.ts";
import { seededRandom } from "../domain/seeded-random.ts";
import { driverNamed, framingOf } from "./catalogue.ts";
import type { Driver, DriverOptions, Framing } from "./driver.ts";
import { FRAME_LIMIT, type Frame } from "./framing.ts";
import { withCharset } from "./charset.ts";
import { checkRebuilt } from "./testing/check-rebuilt.ts";
import { decodeFile } from "./testing/decode-file.ts";
import { framesOf } from "./testing/frames-of.ts";

const ROW =
  '"","0701740605","204","from-trunk","""Åsa Öberg"" <0701740605>","PJSIP/t-1","PJSIP/204-2","Dial","PJSIP/204","2026-03-02 08:15:00","2026-03-02 08:15:13","2026-03-02 08:16:13",73,60,"ANSWERED","DOCUMENTATION","1772435700.12",""';

const named = (options: DriverOptions, file: Buffer): string[] =>
  decodeFile(driverNamed("asterisk-cdr-csv"), options, file).flatMap(({ frame, decoded }) => {
    assert.ok(decoded.kind === "records", "reason" in decoded ? decoded.reason : "a leg");
    checkRebuilt(frame, decoded.records, options.charset === undefined || options.charset === "auto");
    return decoded.records.flatMap((record) => record.values.map((value) => value.text));
  });

const PEOPLE = ["0701740605", "204", "Åsa Öberg"];

test("names are read in the source's character set, and numbers too", () => {
  for (const charset of SINGLE_BYTE_CHARSETS) {
    const file = encodeSingleByte(`${ROW}\r\n${ROW}`, charset);
    assert.ok(file !== null);
    assert.deepEqual(named({ charset }, file), [...PEOPLE, ...PEOPLE], charset);
  }
  assert.notDeepEqual(named({}, encodeSingleByte(ROW, "cp850") ?? Buffer.alloc(0)), PEOPLE);
  for (const charset of ["auto", "utf-8"]) assert.deepEqual(named({ charset }, Buffer.from(ROW)), PEOPLE);
});

test("one source's character set is not another's", () => {
  const configure = (options: DriverOptions) => driverNamed("asterisk-cdr-csv").configure(options);
  const context = { receivedAt: new Date("2026-03-02T09:00:00Z"), timeZone: "Europe/Stockholm", state: {} };
  configure({ charset: "cp850" })(encodeSingleByte(ROW, "cp850") ?? Buffer.alloc(0), context);
  const decoded = configure({})(Buffer.from(ROW), context);
  assert.ok(decoded.kind === "records" && decoded.records[0]?.values.some((value) => value.text === "Åsa Öberg"));
});

test("every driver of the catalogue knows the option, and one that is none is refused without being repeated", () => {
  const driver = driverNamed("flexi-tid");
  assert.ok(driver.options.some((option) => option.name === "charset"));
  for (const work of [() => driver.configure({ charset: "klingon" }), () => framingOf(driver, { charset: "klingon" })])
    assert.throws(
      work,
      (error) => error instanceof AppError && error.code === "bad-input" && !error.message.includes("klingon"),
    );
});

test("a file in UTF-16 is read as any other, with or without a byte order mark", () => {
  for (const mark of ["", "\ufeff"]) {
    const file = Buffer.from(`${mark}${ROW}\r\n${ROW}\r\n`, "utf16le");
    assert.deepEqual(named({ charset: "utf-16le" }, file), [...PEOPLE, ...PEOPLE]);
  }
});

test("a dialect that counts bytes is not said to be in UTF-16", () => {
  const counted: Driver = withCharset({ ...driverNamed("flexi-tid"), framing: { kind: "length" } });
  for (const work of [
    () => counted.configure({ charset: "utf-16le" }),
    () => framingOf(counted, { charset: "utf-16le" }),
  ])
    assert.throws(work, { code: "bad-input" });
});

test("frames of UTF-16 touch, hold every character, and begin again at every checkpoint, whatever the chunks", () => {
  const random = seededRandom(4);
  const text = `\ufeffone\r\n"Åsa\nÖberg";𝟘70 €\n\n${"é".repeat(FRAME_LIMIT)}x\n${"😀"}\nlast`;
  for (const of of [
    { kind: "line", quotes: true },
    { kind: "lines", belongs: () => false },
  ] as const) {
    const framing: Framing = { kind: "utf-16le", of };
    for (const file of [
      Buffer.from(text, "utf16le"),
      Buffer.concat([Buffer.from(text, "utf16le"), Buffer.from([0x41])]),
    ]) {
      const whole = framesOf(framing, file);
      const plain = (frames: readonly Frame[]) =>
        frames.map(({ bytes, start, end }) => [bytes.toString("latin1"), start, end]);
      let end = 0;
      for (const each of whole) {
        assert.equal(each.start, end);
        end = each.end;
        const own = file
          .subarray(each.start, each.end)
          .toString("utf16le")
          .replace(of.kind === "line" ? /\n$/ : /$^/, "");
        if (each.end < file.length && each.bytes.length < FRAME_LIMIT) assert.equal(each.bytes.toString(), own);
      }
      assert.equal(end, file.length);
      for (const chunks of [() => 1 + Math.floor(random() * 9_000), () => 4_097])
        assert.deepEqual(plain(framesOf(framing, file, chunks)), plain(whole));
      for (const [i, each] of whole.entries()) {
        if (each.bytes.length === FRAME_LIMIT && of.kind === "lines") continue;
        assert.deepEqual(
          plain(framesOf(framing, file.subarray(each.end), () => 4_099, each.end)),
          plain(whole.slice(i + 1)),
        );
      }
    }
  }
});
