import { writeAmount } from "../money.ts";
import { writeDays, writeTime } from "./days.ts";
import { EVERY_DAY, type Rate } from "./rate.ts";
import { RATE_COLUMNS } from "./read-rates.ts";

/**
 * A tariff as a file that reads back as it is (RFC 4180). Prefixes stand without a plus, which a spreadsheet would take for a formula;
 * a name that begins like one gets an apostrophe before it.
 */
export function writeRates(rates: readonly Rate[]): string {
  const lines = [RATE_COLUMNS.join(","), ...rates.map((rate) => rateCells(rate).map(quoted).join(","))];
  return `${lines.join("\r\n")}\r\n`;
}

/** A line as its cells, in the order of `RATE_COLUMNS`. */
export function rateCells(rate: Rate): string[] {
  return [
    rate.short ? "short" : "number",
    rate.prefix,
    /^[=+\-@]/.test(rate.name) ? `'${rate.name}` : rate.name,
    rate.direction,
    rate.days === EVERY_DAY ? "" : writeDays(rate.days),
    writeTime(rate.fromMinute),
    writeTime(rate.toMinute),
    ...[rate.perMinute, rate.connection, rate.minimum].map(writeAmount),
    ...[rate.firstSeconds, rate.intervalSeconds, rate.freeSeconds].map(String),
  ];
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
