import assert from "node:assert/strict";
import { test } from "node:test";
import { undress } from "../../domain/numbers/decoration.ts";
import { asteriskCdrSql } from "../asterisk-cdr-sql/driver.ts";
import { DRIVERS } from "../catalogue.ts";
import { ciscoIosSyslog } from "../cisco-ios-syslog/driver.ts";
import { leg } from "../cisco-ios-syslog/specimens.ts";
import type { Driver } from "../driver.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { addCallerId } from "../freeswitch/parts.ts";
import { splitFixed } from "../layout/guess/split-fixed.ts";
import { freshContext } from "./decode-file.ts";
import { type DriverSpecimens, specimensOf } from "./specimens.ts";

const LONG = FRAME_LIMIT - 5_000;
/** Milliseconds below which a time tells nothing of how it grows. */
const NOISE = 60;
const FILLINGS = [" ", ",", '" ', "1", "-", "\r", "\n", "a", "|", " <"];

/** Four times as much takes four times as long; where the square shows, sixteen times. */
function assertLinear(what: string, least: (size: number) => number): void {
  // Once is noise: only what is slow and grows steeply every time is slow by itself.
  const isSteep = () => {
    const long = least(LONG);
    return long > NOISE && long > 9 * least(LONG / 4);
  };
  assert.ok(!(isSteep() && isSteep() && isSteep()), `${what}: four times as long a text costs its square`);
}

function timeOf(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

/** A record's beginning, the filling, and what follows in the record. */
function adverse(frame: Buffer, share: number, filling: string, size: number): Buffer {
  const at = Math.floor(frame.length * share);
  return Buffer.concat([frame.subarray(0, at), Buffer.alloc(size, filling), Buffer.from("x"), frame.subarray(at)]);
}

for (const driver of DRIVERS)
  test(`${driver.id}: a frame full of one sign costs what its length is, wherever the sign stands`, async () => {
    const specimens = await specimensOf(driver);
    assert.ok(specimens !== null);
    const decode = decoderOf(driver, specimens);
    const [frame = Buffer.alloc(0)] = specimens.frames;
    for (const filling of FILLINGS)
      for (const share of frame.length > 4_000 ? [0] : [0, 0.5, 1])
        assertLinear(`${JSON.stringify(filling)} at ${share}`, (size) =>
          timeOf(() => decode(adverse(frame, share, filling, size))),
        );
  });

/** Reads each frame as the first of a file that began well. */
function decoderOf(driver: Driver, { options = {}, before = [] }: DriverSpecimens): (frame: Buffer) => unknown {
  const decode = driver.configure(options);
  const context = freshContext();
  for (const frame of before) decode(frame, context);
  return (frame) => decode(frame, { ...context, state: structuredClone(context.state) });
}

const RECORD = "2026-03-02 09:00:00  0701740605  204\n";
const CELL = '"2026-03-02 09:00:00"';

/** What stands deeper in a record than a specimen's beginning, or in a sample, or in a value. */
const DEEPER: readonly [string, (size: number) => unknown][] = [
  ["blanks at the end of a sample's line", (size) => splitFixed(`${RECORD}${" ".repeat(size)}x\n`)],
  ["a word in a sample", (size) => splitFixed(`${RECORD}${"a".repeat(size)}\n`)],
  ["blanks behind a name", (size) => undress(`x${" ".repeat(size)}<`)],
  ["blanks behind an address", (size) => undress(`x<204>${" ".repeat(size)}y`)],
  ["a caller's name of quotes and blanks", (size) => callerId(`"${" ".repeat(size / 64)}<<`)],
  [
    "a time that was never set",
    (size) => decodeAs(ciscoIosSyslog, leg({ SetupTime: `00:00:00 ${" ".repeat(size / 512)}9` })),
  ],
  ["blanks in an assignment", (size) => decodeAs(asteriskCdrSql, `INSERT INTO cdr SET src='204'${" ".repeat(size)}x`)],
  ["carriage returns between tabs", (size) => decodeAs(asteriskCdrSql, `${CELL}\t204\t${"\r".repeat(size)}x`)],
];

for (const [what, work] of DEEPER)
  test(`${what}: it costs what its length is`, () => assertLinear(what, (size) => timeOf(() => work(size))));

function decodeAs(driver: Driver, line: string): void {
  driver.configure({})(Buffer.from(line), freshContext());
}

function callerId(text: string): void {
  const part = { text, start: 0, end: text.length };
  addCallerId(part, { frame: Buffer.from(text), text }, []);
}
