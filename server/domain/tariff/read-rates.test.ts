import assert from "node:assert/strict";
import { test } from "node:test";
import { readAmount, readCents, writeAmount, writeCents } from "../money.ts";
import { readDays, writeDays } from "./days.ts";
import { isPersonsNumber } from "./person-number.ts";
import { type ReadLine, readRates } from "./read-rates.ts";
import { writeRates } from "./write-rates.ts";

const AT = new Date("2026-06-15T10:00:00Z");
const lines = (text: string): ReadLine[] =>
  text
    .trim()
    .split("\n")
    .map((line, i) => ({ line: i + 1, cells: line.trim().split(",") }));
const faultsOf = (text: string) =>
  readRates(lines(text), AT).faults.map(({ line, column, fault }) => `${line} ${column ?? "-"} ${fault}`);

const GOOD = `
  kind,prefix,name,direction,days,from,to,per_minute,connection,minimum,first_seconds,interval_seconds,free_seconds
  number,+4670,Sweden mobile,out,mon-fri,08:00,18:00,0.69,0.49,,60,30,5
  number,004670,Sweden mobile,out,mon-fri,18:00,08:00,0.35,,,,,
  ,4620,Our freephone,in,,,,0.1234,,,,,
  short,118,=Directory,out,sat sun,,,19.9,,,,,
`;

test("a tariff is read line by line and written so that it reads back the same", () => {
  const { rates, faults, prefixes } = readRates(lines(GOOD), AT);
  assert.deepEqual(faults, []);
  assert.equal(prefixes, 3);
  assert.deepEqual(rates[0], {
    ...{ prefix: "4670", short: false, direction: "out", name: "Sweden mobile", days: 0b1_1111 },
    ...{ fromMinute: 480, toMinute: 1_080, perMinute: 6_900, connection: 4_900, minimum: 0 },
    ...{ firstSeconds: 60, intervalSeconds: 30, freeSeconds: 5 },
  });
  const written = writeRates(rates);
  assert.match(written, /'=Directory/, "no formula in a spreadsheet");
  assert.doesNotMatch(written, /(?:^|,)[+=@-]/m);
  assert.deepEqual(readRates(lines(written), AT).rates, rates);
});

test("every line that is wrong is told with its number, its column and what to write", () => {
  assert.deepEqual(faultsOf("name,price\nx,1"), ["1 - no-header"]);
  assert.deepEqual(faultsOf("prefix,per_minute,colour\n46,1,red"), ["1 column 3 unknown-column"]);
  assert.deepEqual(faultsOf("prefix,per_minute"), ["1 - empty"]);
  const body = [
    "kind,prefix,name,direction,days,from,to,per_minute,first_seconds,interval_seconds",
    "letter,46,,,,,,1,,",
    "number,070,,,,,,1,,",
    "number,46 70,,,,,,1,,",
    "short,1,,,,,,1,,",
    "number,46,call 070-1740605,,,,,1,,",
    "number,47,,sideways,,,,1,,",
    "number,48,,,someday,,,1,,",
    "number,49,,,,8.30,25:00,1,,",
    "number,41,,,,,,-1,,",
    "number,42,,,,,,,,",
    "number,43,,,,,,1,,0",
    "number,44,,,,,,1,,,surplus",
    "number,45,,,,08:00,18:00,1,,",
    "number,45,,,,17:59,19:00,1,,",
  ].join("\n");
  assert.deepEqual(faultsOf(body), [
    "2 kind kind",
    "3 prefix national",
    "4 prefix prefix",
    "5 prefix prefix",
    "6 name name",
    "7 direction direction",
    "8 days days",
    "9 from time",
    "9 to time",
    "10 per_minute amount",
    "11 per_minute amount",
    "12 interval_seconds seconds",
    "13 - cells",
    "15 - overlap",
  ]);
});

test("a file of one prefix twenty thousand times is refused as quickly as it is read", () => {
  const many = Array.from({ length: 20_000 }, () => "46,1").join("\n");
  const started = performance.now();
  assert.equal(faultsOf(`prefix,per_minute\n${many}`).length, 100);
  assert.ok(performance.now() - started < 20_000, "every line is not compared with every other");
});

test("a person's whole number is no prefix; the beginning of one and a service's number are", () => {
  for (const digits of ["46701740605", "46846500400", "4790123456", "4915112345678"])
    assert.equal(isPersonsNumber(digits), true, digits);
  for (const digits of ["4670", "46701740", "468", "4620123456", "4670174060", "1", "4930", "46771234567"])
    assert.equal(isPersonsNumber(digits), false, digits);
  assert.deepEqual(faultsOf("prefix,per_minute\n46701740605,1"), ["2 prefix person"]);
});

test("amounts are whole numbers to and fro, days too", () => {
  for (const [text, amount] of [
    ["0.45", 4_500],
    ["0,4501", 4_501],
    ["12", 120_000],
    ["1000000", 1e10],
  ] as const)
    assert.equal(readAmount(text), amount);
  for (const text of ["", "-1", "1.23456", "1e3", "1 000", "1000000.0001", "0x1", "NaN"])
    assert.equal(readAmount(text), null, text);
  for (const amount of [0, 1, 10, 4_500, 120_000, 1e10]) assert.equal(readAmount(writeAmount(amount)), amount);
  assert.equal(writeAmount(4_500), "0.45");
  assert.equal(writeCents(123_450), "1234.50");
  assert.equal(readCents("1234.50"), 123_450);
  assert.equal(readCents("0.001"), null);
  for (let days = 1; days < 128; days++) assert.equal(readDays(writeDays(days)), days);
  assert.equal(readDays("mån-fre"), 0b1_1111);
  assert.equal(readDays("fri-mon"), 0b111_0001);
  assert.equal(readDays("mon-"), null);
});
