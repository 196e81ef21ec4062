import { framingOf } from "#server/drivers/catalogue.ts";
import type { Driver, DriverOptions, Framing } from "#server/drivers/driver.ts";
import { createFramer } from "#server/drivers/framing.ts";
import { apart } from "#server/drivers/testing/damaged-file.ts";
import { specimensOf } from "#server/drivers/testing/specimens.ts";

/** The specimens of a driver over and over, as a file of some size. */
export interface DriverFile {
  readonly driver: Driver;
  readonly options: DriverOptions;
  readonly framing: Framing;
  readonly bytes: Buffer;
  /** Frames before the first round, and of each round; every round tells the same calls. */
  readonly before: number;
  readonly round: number;
}

export async function driverFile(driver: Driver, size: number): Promise<DriverFile> {
  const specimens = await specimensOf(driver);
  if (specimens === null) throw new Error(`${driver.id} shows no specimens`);
  const options = specimens.options ?? {};
  const framing = framingOf(driver, options);
  const before = Buffer.concat((specimens.before ?? []).map((frame) => apart(framing, frame)));
  const round = Buffer.concat(specimens.frames.map((frame) => apart(framing, frame)));
  const times = Math.max(1, Math.ceil((size - before.length) / round.length));
  const first = countFrames(framing, before);
  return {
    driver,
    options,
    framing,
    bytes: Buffer.concat([before, ...Array<Buffer>(times).fill(round)]),
    before: first,
    round: countFrames(framing, Buffer.concat([before, round])) - first,
  };
}

function countFrames(framing: Framing, bytes: Buffer): number {
  const framer = createFramer(framing);
  return framer.push(bytes).length + framer.finish().length;
}
