import { createReadStream } from "node:fs";
import { finished } from "node:stream/promises";
import type postgres from "postgres";
import { DIRECTIONS, DISPOSITIONS } from "#server/domain/codes.ts";
import { canonicalPhone, type NumberReader, numberReader } from "#server/domain/numbers/index.ts";
import { asteriskCdrCsv } from "#server/drivers/asterisk-cdr-csv/driver.ts";
import { framingOf } from "#server/drivers/catalogue.ts";
import type { DecodedRecord } from "#server/drivers/driver.ts";
import { createFramer } from "#server/drivers/framing.ts";

/** The plain way, well tuned: one plaintext table with the raw line, its key and two indexes, no wall, no key, no seal. */
export const PLAIN_TABLE = `
  create table plain_call (
    started_at timestamptz not null, company_id int not null, source_id int not null, duration_seconds int not null,
    ring_seconds int, direction int2, disposition int2, call_id text not null, extension text, calling text, called text, raw text not null,
    primary key (company_id, started_at, call_id));
  create index plain_calling on plain_call (company_id, calling, started_at);
  create index plain_called on plain_call (company_id, called, started_at)`;

const COPY = `copy plain_call (started_at, company_id, source_id, duration_seconds, ring_seconds, direction, disposition, call_id, extension, calling, called, raw) from stdin`;

const SITE = { country: "SE", outsideLine: "0", extensionDigits: 4, internationalPrefix: null };
const BATCH = 5_000;

/** The same parser and the same reading of numbers; COPY in text, one transaction a batch, the next batch is read meanwhile. */
export async function plainArm(connections: readonly postgres.Sql[], path: string, company = 1): Promise<number> {
  const decode = asteriskCdrCsv.configure({});
  const context = { receivedAt: new Date(), timeZone: "Europe/Stockholm", extensionDigits: 4, state: {} };
  const read = numberReader(SITE);
  const framer = createFramer(framingOf(asteriskCdrCsv, {}));
  const lanes: Promise<void>[] = connections.map(() => Promise.resolve());
  let rows: string[] = [];
  let records = 0;
  let lane = 0;
  const flush = async () => {
    const text = rows.join("");
    rows = [];
    const at = lane++ % connections.length;
    await lanes[at];
    const sql = connections[at];
    if (sql !== undefined) lanes[at] = copy(sql, text);
  };
  const take = async (frames: readonly { bytes: Buffer }[]) => {
    for (const { bytes } of frames) {
      const decoded = decode(bytes, context);
      if (decoded.kind !== "records") continue;
      for (const record of decoded.records) rows.push(row(record, bytes, read, company));
      records += decoded.records.length;
      if (rows.length >= BATCH) await flush();
    }
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }))
    await take(framer.push(chunk as Buffer));
  await take(framer.finish());
  await flush();
  await Promise.all(lanes);
  return records;
}

function row(record: DecodedRecord, bytes: Buffer, read: NumberReader, company: number): string {
  let calling = "\\N";
  let called = "\\N";
  for (const value of record.values) {
    if (value.class !== "phone") continue;
    const number = canonicalPhone(read(value.text)) ?? value.text;
    if (value.role === "calling" && calling === "\\N") calling = escaped(number);
    if (value.role === "called" && called === "\\N") called = escaped(number);
  }
  const direction = record.direction === null ? "\\N" : DIRECTIONS[record.direction];
  const disposition = record.disposition === null ? "\\N" : DISPOSITIONS[record.disposition];
  const facts = `${record.startedAt.toISOString()}\t${company}\t1\t${record.durationSeconds}\t${record.ringSeconds ?? "\\N"}\t${direction}\t${disposition}`;
  return `${facts}\t${escaped(record.callId ?? "")}\t${record.extension === null ? "\\N" : escaped(record.extension)}\t${calling}\t${called}\t${escaped(bytes.toString("utf8"))}\n`;
}

const SPECIAL = /[\\\t\n\r]/;

function escaped(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
}

async function copy(sql: postgres.Sql, text: string): Promise<void> {
  const stream = await sql.unsafe(COPY).writable();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 262_144) {
    if (!stream.write(bytes.subarray(at, at + 262_144))) await new Promise((go) => stream.once("drain", go));
  }
  stream.end();
  await finished(stream);
}
