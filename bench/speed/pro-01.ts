import { parse } from "csv-parse/sync";
import { type WayInCpu, wayInCpu } from "#bench/collect/way-in-figures.ts";
import { type DriverFile, driverFile } from "#bench/drivers/driver-file.ts";
import { readFile } from "#bench/drivers/read-file.ts";
import { type Bench, type Figure, pairs, round } from "#bench/figure.ts";
import { DRIVERS } from "#server/drivers/catalogue.ts";
import type { Driver } from "#server/drivers/driver.ts";

/**
 * Each driver from bytes to joined calls, beside csv-parse that only cuts the same bytes into cells; and beside what a record of
 * Asterisk spends on its whole way in, so that no dialect is what a collection waits for. A record of ten times the bytes, or a call
 * told in four lines, costs more to seal and to store too: then a byte of it is compared. Processor time, not the clock's:
 * other work on the machine slows both, and seldom alike.
 */
export const bench: Bench = {
  id: "PRO-01",
  async run({ quick }) {
    const way = await wayInCpu(quick);
    const figures: Figure[] = [];
    for (const driver of DRIVERS) figures.push(await measure(driver, way, quick));
    return figures;
  },
};

async function measure(driver: Driver, way: WayInCpu, quick: boolean): Promise<Figure> {
  const file = await driverFile(driver, quick ? 64 * 1024 : 4 * 1024 * 1024);
  const records = readFile(file);
  if (records === 0) throw new Error(`${driver.id} read no record out of its specimens`);
  const ours = async () => bytesPerMicrosecond(file, readFile);
  const peer = async () => bytesPerMicrosecond(file, readAsCells);
  await ours();
  await peer();
  const ratio = await pairs(ours, peer, quick ? 3 : 7);
  const bytesEach = file.bytes.length / records;
  const each = bytesEach / ratio.medianA;
  const wayEach = way.node + way.databases;
  const times = Math.min(each / wayEach, each / bytesEach / (wayEach / way.bytes));
  return {
    id: "PRO-01 speed",
    value: round(ratio.median, 2),
    unit: `x csv-parse over the same bytes, ${driver.id}`,
    must: "a record, or a byte of it, costs no more than one of Asterisk on its way in",
    lead: "a quarter of that",
    ok: times <= 1,
    detail: {
      driver: driver.id,
      bytes: file.bytes.length,
      records,
      pairs: ratio.pairs,
      low: round(ratio.low, 2),
      high: round(ratio.high, 2),
      recordsPerSecond: Math.round(1_000_000 / each),
      megabytesPerSecond: round(ratio.medianA, 1),
      csvParseMegabytesPerSecond: round(ratio.medianB, 1),
      microsecondsARecord: round(each, 1),
      bytesARecord: Math.round(bytesEach),
      wayInMicroseconds: round(wayEach, 1),
      ofWhichDatabases: way.databases,
      timesTheWayIn: round(each / wayEach, 2),
      timesItByBytes: round(times, 2),
    },
  };
}

function bytesPerMicrosecond(file: DriverFile, read: (file: DriverFile) => number): number {
  const before = process.cpuUsage();
  read(file);
  const { user, system } = process.cpuUsage(before);
  return file.bytes.length / Math.max(1, user + system);
}

/** Cells and nothing else: no times, no numbers, no joining. Quotes that are none in another format are let through. */
function readAsCells({ bytes }: DriverFile): number {
  return parse(bytes, { relax_column_count: true, relax_quotes: true, skip_records_with_error: true }).length;
}
