import { createCipheriv, createHmac, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import type postgres from "postgres";
import { canonicalPhone, numberReader } from "#server/domain/numbers/index.ts";
import { asteriskCdrCsv } from "#server/drivers/asterisk-cdr-csv/driver.ts";
import { framingOf } from "#server/drivers/catalogue.ts";
import type { DecodedRecord } from "#server/drivers/driver.ts";
import { createFramer } from "#server/drivers/framing.ts";

/** How field encryption is commonly built: AES-GCM and a blind index a field, rows by INSERT with many values. */
export const PEER_TABLE = `
  create table peer_call (
    id uuid primary key, started_at timestamptz not null, company_id int not null, source_id int not null, duration_seconds int not null,
    extension text, calling bytea, calling_index bytea, called bytea, called_index bytea, raw bytea not null);
  create index peer_calling on peer_call (company_id, calling_index);
  create index peer_called on peer_call (company_id, called_index)`;

const SITE = { country: "SE", outsideLine: "0", extensionDigits: 4, internationalPrefix: null };
const ROWS = 1_000;
const KEY = randomBytes(32);
const INDEX_KEY = randomBytes(32);

/** Answers how many records were stored, over one connection, a thousand rows a statement. */
export async function peerArm(sql: postgres.Sql, path: string): Promise<number> {
  const decode = asteriskCdrCsv.configure({});
  const context = { receivedAt: new Date(), timeZone: "Europe/Stockholm", extensionDigits: 4, state: {} };
  const read = numberReader(SITE);
  const framer = createFramer(framingOf(asteriskCdrCsv, {}));
  let rows: PeerRow[] = [];
  let records = 0;
  const flush = async () => {
    const full = rows;
    rows = [];
    if (full.length > 0) await sql`insert into peer_call ${sql(full as unknown as Record<string, string>[])}`;
  };
  const take = async (frames: readonly { bytes: Buffer }[]) => {
    for (const { bytes } of frames) {
      const decoded = decode(bytes, context);
      if (decoded.kind !== "records") continue;
      for (const record of decoded.records) rows.push(peerRow(record, bytes, read));
      records += decoded.records.length;
      if (rows.length >= ROWS) await flush();
    }
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }))
    await take(framer.push(chunk as Buffer));
  await take(framer.finish());
  await flush();
  return records;
}

type PeerRow = ReturnType<typeof peerRow>;

function peerRow(record: DecodedRecord, bytes: Buffer, read: ReturnType<typeof numberReader>) {
  const of = (role: "calling" | "called") => {
    const value = record.values.find((one) => one.class === "phone" && one.role === role);
    return value === undefined ? null : (canonicalPhone(read(value.text)) ?? value.text);
  };
  const [calling, called] = [of("calling"), of("called")];
  return {
    id: crypto.randomUUID(),
    started_at: record.startedAt,
    company_id: 1,
    source_id: 1,
    duration_seconds: record.durationSeconds,
    extension: record.extension,
    calling: calling === null ? null : encrypt(calling),
    calling_index: calling === null ? null : blindIndex(calling),
    called: called === null ? null : encrypt(called),
    called_index: called === null ? null : blindIndex(called),
    raw: encrypt(bytes),
  };
}

function encrypt(value: string | Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", KEY, nonce);
  const body = Buffer.concat([
    typeof value === "string" ? cipher.update(value, "utf8") : cipher.update(value),
    cipher.final(),
  ]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]);
}

function blindIndex(value: string): Buffer {
  return createHmac("sha256", INDEX_KEY).update(value).digest();
}
