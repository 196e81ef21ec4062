import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DecodedRecord, DriverOptions } from "../driver.ts";
import { createFramer } from "../framing.ts";
import { conformance, FICTION } from "../testing/conformance.ts";
import { asteriskCdrSql } from "./driver.ts";
import { row } from "./specimens.ts";
import { named } from "../testing/told.ts";

conformance(asteriskCdrSql, {
  file: `-- MySQL dump 10.19
LOCK TABLES \`cdr\` WRITE;
INSERT INTO \`cdr\` VALUES ${row()},${row({ clid: '"Åsa \\"Kapten\\" Öberg" <0701740605>' })},
${row({ src: "204", dst: "90701740633", dcontext: "from-internal", cnum: "204" })};
UNLOCK TABLES;
`,
  record: ({ startedAt, answered, calling }) =>
    row({
      calldate: startedAt,
      src: calling,
      clid: calling,
      cnum: calling,
      billsec: answered ? "60" : "0",
      disposition: answered ? "ANSWERED" : "NO ANSWER",
    }),
  withheld: ["", "anonymous", "Restricted"],
});

interface Read {
  readonly records: readonly DecodedRecord[];
  readonly reasons: readonly string[];
}

function read(file: string, options: DriverOptions = {}): Read {
  const framer = createFramer({ kind: "sql" });
  const decode = asteriskCdrSql.configure(options);
  const context = { receivedAt: new Date("2026-03-02T09:00:00Z"), timeZone: "Europe/Stockholm", state: {} };
  const all = [...framer.push(Buffer.from(file)), ...framer.finish()].map((frame) => decode(frame.bytes, context));
  return {
    records: all.flatMap((decoded) => (decoded.kind === "records" ? decoded.records : [])),
    reasons: all.flatMap((decoded) => (decoded.kind === "undefined" ? [decoded.reason] : [])),
  };
}

test("a row of FreePBX names everybody in it once: numbers, the dialled number and three names", () => {
  const [record] = read(`INSERT INTO cdr VALUES ${row()};`).records;
  assert.deepEqual(named(record), [
    `calling phone ${FICTION.mobile}`,
    "called phone 204",
    "calling name Anna Prov",
    `dialled phone ${FICTION.landline}`,
    "caller name Anna Prov",
    "called name Bo Prov",
  ]);
  assert.deepEqual([record?.direction, record?.extension, record?.trunk], ["in", "204", "telia"]);
  assert.deepEqual([record?.durationSeconds, record?.ringSeconds], [60, 13]);
  const out = { src: "204", dst: "90701740633", dcontext: "from-internal", outbound_cnum: FICTION.landline, did: "" };
  assert.ok(named(read(row(out)).records[0])?.includes(`caller phone ${FICTION.landline}`));
});

test("rows stand in one line, in many, with or without names, and are cut at any byte alike", () => {
  const line = `INSERT INTO \`cdr\` VALUES ${row()},${row()},${row()};\n`;
  const lines = `INSERT INTO cdr\nVALUES\n  ${row()},\n\t${row()}\n;\nINSERT INTO cdr VALUES (${row().slice(1)};`;
  for (const file of [line, lines]) {
    const whole = createFramer({ kind: "sql" });
    const frames = [...whole.push(Buffer.from(file)), ...whole.finish()].map(({ bytes }) => bytes.toString());
    const bytewise = createFramer({ kind: "sql" });
    const pieces = [...Buffer.from(file)].flatMap((byte) => bytewise.push(Buffer.from([byte])));
    assert.deepEqual(
      [...pieces, ...bytewise.finish()].map(({ bytes }) => bytes.toString()),
      frames,
    );
    assert.equal(frames.join(""), file);
    assert.equal(read(file).records.length, 3);
    assert.deepEqual(read(file).reasons, []);
  }
});

test("the columns come from the INSERT, from CREATE TABLE or from the option, else they are FreePBX's or older", () => {
  const shuffled = `('x', 60, '${FICTION.mobile}', '2026-03-02 08:15:00', 204)`;
  const insert = "INSERT INTO `calls` (`id`, `billsec`, `src`, `calldate`, `dst`) VALUES ";
  const create = `CREATE TABLE "calls" (
    "id" varchar(10) NOT NULL DEFAULT '', "billsec" int(11), "src" decimal(10,2), "calldate" timestamp, "dst" text,
    PRIMARY KEY ("id"), KEY \`dst\` (\`dst\`,\`src\`)
  ) ENGINE=MyISAM;\nINSERT INTO "calls" VALUES `;
  for (const { records, reasons } of [
    read(insert + shuffled),
    read(create + shuffled),
    read(shuffled, { columns: "-,billsec,src,calldate,dst" }),
  ]) {
    assert.deepEqual(reasons, []);
    assert.deepEqual(named(records[0]), [`calling phone ${FICTION.mobile}`, "called phone 204"]);
    assert.equal(records[0]?.durationSeconds, 60);
  }
  for (const count of [14, 15, 16, 17, 23, 26]) assert.equal(read(row({}, count)).records.length, 1, String(count));
  assert.equal(read(`(9912,${row().slice(1)}`).records[0]?.durationSeconds, 60, "a number of the row before it");
  assert.throws(() => asteriskCdrSql.configure({ columns: "src,dst" }), /calldate/);
});

test("escapes of MySQL and of standard SQL, NULL, casts and national strings are read", () => {
  const texts = { 'O\\\'Hara \\"Bo\\"': "O'Hara", "O''Hara": "O'Hara", "O\\\\Hara": "O\\Hara" };
  for (const [written, text] of Object.entries(texts)) {
    const [record] = read(row().replace("Bo Prov", written)).records;
    assert.ok(named(record)?.at(-1)?.includes(text), written);
  }
  const postgres = row({ did: "NULL" }).replace(
    "'2026-03-02 08:15:00'",
    "'2026-03-02 02:15:00-05'::timestamp with time zone",
  );
  assert.equal(read(postgres).records[0]?.startedAt.toISOString(), "2026-03-02T07:15:00.000Z");
  const cast = row({ did: "NULL" }).replace("'2026-03-02 08:15:00'", "'2026-03-02 08:15:00+01:00'::timestamptz");
  assert.equal(read(cast.replace("'204'", "N'204'")).records[0]?.startedAt.toISOString(), "2026-03-02T07:15:00.000Z");
});

test("rows of SELECT come as tabs, commas or a COPY block too", () => {
  const names = "calldate\tclid\tsrc\tdst\tdcontext\tduration\tbillsec\tdisposition";
  const tabs = `2026-03-02 08:15:00\t\\N\t${FICTION.mobile}\t204\tfrom-trunk\t73\t60\tANSWERED`;
  const copy = `COPY public.cdr (${names.replaceAll("\t", ", ")}) FROM stdin;\n${tabs}\n\\.\n`;
  const table = `| ${names.replaceAll("\t", " | ")} |\n| ${tabs.replaceAll("\t", " | ").replace("\\N", "")} |`;
  for (const file of [
    `${names}\n${tabs}\n`,
    copy,
    `${names.replaceAll("\t", ",")}\r\n${tabs.replaceAll("\t", ",").replace("\\N", "")}\r\n`,
    table,
  ]) {
    assert.deepEqual(read(file).reasons, [], file);
    assert.deepEqual(named(read(file).records[0]), [`calling phone ${FICTION.mobile}`, "called phone 204"], file);
  }
});

test("rows of other tables in the dump are no calls", () => {
  const other = `INSERT INTO \`users\` (\`id\`, \`name\`) VALUES (1,'Anna'),(2,'Bo');\nINSERT INTO cel VALUES (1,'X');\n`;
  const created = "CREATE TABLE `users` (`id` int, `name` text);\nINSERT INTO `users` VALUES (1,'Anna'),(2,'Bo');\n";
  for (const tables of [other, created]) assert.deepEqual(read(tables), { records: [], reasons: [] });
  const damaged = `INSERT INTO x (cal#date, src, dst, lastapp, billsec) VALUES ('2026-03-02 08:15:00','204','205','Dial',60);`;
  assert.equal(read(damaged).reasons.length, 1, "rows of a damaged list are undefined, not another table's");
  const set = read("INSERT INTO cdr SET calldate='2026-03-02 08:15:00', src='204';\n");
  assert.match(String(set.reasons), /^columns/, "calls are not passed over unseen");
  assert.equal(read(`${other}INSERT INTO cdr VALUES ${row()};`).records.length, 1);
});

test("INSERT ... SET names the columns of its one row itself, and says nothing of rows after it", () => {
  const told = [
    "calldate = '2026-03-02 08:15:00'",
    `\`clid\`='"O\\'Prov, Anna" <${FICTION.mobile}>'`,
    `cdr.src="${FICTION.mobile}"`,
    "dst='204', duration=73",
    "billsec = 60",
    "disposition='ANSWERED', uniqueid='1.2', own=NULL",
  ].join(", ");
  const file = `INSERT INTO \`asteriskcdrdb\`.\`cdr\` SET ${told};\nREPLACE INTO cdr SET ${told.replace("'204'", "'205'")};\n`;
  const { records, reasons } = read(file);
  assert.deepEqual(reasons, []);
  assert.deepEqual(
    records.map((record) => [record.durationSeconds, record.ringSeconds, record.extension, record.callId]),
    [
      [60, 13, "204", "1.2"],
      [60, 13, "205", "1.2"],
    ],
  );
  assert.deepEqual(named(records[0]), [
    `calling phone ${FICTION.mobile}`,
    "called phone 204",
    "calling name O'Prov, Anna",
  ]);
  assert.deepEqual(read("INSERT INTO users SET id=1, name='Anna';\n"), { records: [], reasons: [] });
  assert.match(String(read(`INSERT INTO cdr SET ${told.replace("'ANSWERED'", "'ANSWERED")};\n`).reasons), /^statement/);
});

test("a quote or bracket that damage took costs its own row and no other", () => {
  const lost = row().replace("'0701740605'", "'0701740605");
  for (const file of [
    `INSERT INTO cdr VALUES\n${row()},\n${lost},\n${row()};\n`,
    `INSERT INTO cdr VALUES ${row()},${lost},${row()};\n`,
    `INSERT INTO cdr VALUES\n${row()},\n${row().slice(0, -1)},\n${row()};\n`,
  ])
    assert.equal(read(file).records.length, 2, file);
});

const CORPUS = new URL("../../../../shared/corpus/asterisk-cdr-sql/telewall-cdr-inserts.sql", import.meta.url);
test("the real rows of a call filter: eight calls, some of which end before they start", {
  skip: existsSync(CORPUS) ? false : "the corpus is not here",
}, () => {
  const { records, reasons } = read(readFileSync(CORPUS, "utf8"));
  assert.deepEqual(reasons, []);
  assert.deepEqual(
    records.map((record) => [record.durationSeconds, record.ringSeconds, record.disposition]),
    [
      [0, 3, "failed"],
      [0, 3, "no-answer"],
      [0, 3, "answered"],
      [0, 3, "answered"],
      [45, 15, "answered"],
      [0, 4, "failed"],
      [2, 4, "answered"],
      [214, 4, "answered"],
    ],
  );
  assert.equal(records[0]?.startedAt.toISOString(), "2015-12-09T17:00:36.000Z");
  assert.ok(records.every((record) => record.direction === "in"));
  assert.deepEqual(named(records[1]), ["calling phone 0315085679", "calling name Demo Name 123"]);
  assert.deepEqual(named(records[7]), ["calling phone 0790001122", "calling name softphone-mac3"]);
  assert.equal(records[7]?.callId, "1449741485.12");
});
