import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../../domain/seeded-random.ts";
import { framingOf } from "../catalogue.ts";
import type { DecodedLeg, DecodedRecord, Driver, Join } from "../driver.ts";
import { joinFrames, type LegFrame } from "../merge-legs.ts";
import { checkValues } from "./check-values.ts";
import { callsOf, type DecodedFrame, decodeFile, freshContext } from "./decode-file.ts";
import { mutate } from "./mutation.ts";
import type { Specimen } from "./specimen.ts";

/** Calls that several frames tell, in whatever order these come. */
export function legs(driver: Driver, specimen: Specimen): void {
  const join = driver.join;
  if (join === undefined) return;
  const options = specimen.options ?? {};
  const framing = framingOf(driver, options);
  const frames = (): DecodedFrame[] => decodeFile(driver, options, Buffer.from(specimen.file));
  const told = (of: readonly DecodedFrame[]) =>
    callsOf(driver, options, of).map(({ legs: all }) => callText(join.merge(all, true)));

  test(`${driver.id}: legs give the same calls in any order, and a leg sent again tells nothing new`, () => {
    const whole = frames();
    assert.ok(
      whole.some(({ decoded }) => decoded.kind === "leg"),
      "the file of the specimen has legs",
    );
    const calls = told(whole).sort();
    assert.deepEqual(told(whole.toReversed()).sort(), calls);
    assert.deepEqual(told(whole.flatMap((each) => [each, each])).sort(), calls);
    const random = seededRandom(13);
    for (let round = 0; round < 20; round++) assert.deepEqual(told(shuffled(whole, random)).sort(), calls);
  });

  test(`${driver.id}: whatever legs come together, damaged ones too, every value of theirs is in a record`, () => {
    const random = seededRandom(17);
    const decode = driver.configure(options);
    const whole = frames();
    const damaged = Array.from({ length: 600 }, (_, i) =>
      mutate(whole[i % whole.length]?.frame ?? Buffer.alloc(0), random),
    );
    const all: LegFrame[] = [...whole.map(({ frame }) => frame), ...damaged].flatMap((bytes) => {
      const decoded = decode(bytes, freshContext());
      return decoded.kind === "leg" ? [{ bytes, leg: decoded.leg }] : [];
    });
    assert.ok(all.length > 0);
    for (let round = 0; round < 400; round++) {
      const some = Array.from({ length: 1 + Math.floor(random() * 6) }, () => all[Math.floor(random() * all.length)]);
      checkMerged(
        join,
        joinFrames(
          framing,
          some.filter((leg) => leg !== undefined),
        ),
      );
    }
  });
}

function checkMerged(join: Join, { bytes, legs: given }: { bytes: Buffer; legs: readonly DecodedLeg[] }): void {
  const early = join.merge(given, false);
  const records = join.merge(given, true);
  assert.ok(records !== null && records.length > 0, "when nothing more comes, there is an answer");
  for (const merged of [early ?? [], records]) checkValues(bytes, { kind: "records", records: merged });
  const known = new Set(records.flatMap(keysOf));
  for (const { record } of given)
    for (const key of keysOf(record)) assert.ok(known.has(key), "a value of a leg is gone");
}

/** The roles may change when a call is seen whole; whom it names may not. */
function keysOf(record: DecodedRecord): string[] {
  return record.values.map((value) => `${value.class} ${value.text}`);
}

/** The calls without where their values stand, which the order of the frames decides. */
function callText(records: readonly DecodedRecord[] | null): string {
  const texts = (records ?? []).map(({ values, ...facts }) =>
    JSON.stringify([facts, values.map((value) => `${value.role} ${value.class} ${value.text}`).sort()]),
  );
  return texts.sort().join("\n");
}

function shuffled<T>(all: readonly T[], random: () => number): T[] {
  return all
    .map((one) => ({ one, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
