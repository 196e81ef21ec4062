import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "csv-parse/sync";
import { keyedSsn } from "./keyed-ssn.ts";
import { type NumberSite, readNumber } from "./numbers/index.ts";

const SHARED = new URL("../../../shared/corpus/", import.meta.url);
const skip = existsSync(SHARED) ? false : "the corpus is not on this machine";
const SITE = { country: "SE", outsideLine: "0", extensionDigits: 4, internationalPrefix: null };
const AT = new Date("2026-06-01T12:00:00Z");

const keyed = (text: string, at = AT, site: NumberSite = SITE) =>
  keyedSsn(text, readNumber(text, site), site, at)?.canonical ?? null;

test("every official test number keyed into a telephone column is found, with or without stars, hashes and the outside line", {
  skip,
}, () => {
  const read = (name: string): string[] => JSON.parse(readFileSync(new URL(`personnummer/${name}`, SHARED), "utf8"));
  const people = read("skatteverket-testpersonnummer-every-8th.json").filter((_, at) => at % 8 === 0);
  const all = [...people, ...read("meta-allCoords.json").filter((_, at) => at % 4 === 0)];
  assert.ok(all.length > 800, `only ${all.length}`);
  const missed: string[] = [];
  let subscribers = 0;
  for (const long of all) {
    // Keyed in by somebody alive: the call is of a year in which the person is thirty.
    const at = new Date(Date.UTC(Number(long.slice(0, 4)) + 30, 5, 1));
    const short = long.slice(2);
    for (const text of [
      long,
      `${long}#`,
      `*${long}#`,
      `*33*${long}#`,
      `0${long}`,
      `${long.slice(0, 8)}-${long.slice(8)}`,
    ])
      if (keyed(text, at) !== long) missed.push(text);
    const phone = readNumber(short, SITE);
    if (phone.valid && keyed(short, at) === null) subscribers++;
    else if (keyed(short, at) !== long) missed.push(short);
  }
  assert.deepEqual(missed, []);
  // Ten digits that a subscriber may have stay a telephone number; a search finds them as possible by either.
  // They are those of the years whose two digits begin with 0, about one in ten.
  assert.ok(subscribers > 0 && subscribers < all.length / 8, `${subscribers} of ${all.length}`);
});

test("no number of the telephone corpus is taken for a personal identity number", { skip }, () => {
  const rows: Record<string, string>[] = parse(readFileSync(new URL("phone-numbers/vectors.csv", SHARED), "utf8"), {
    columns: true,
    relax_quotes: true,
    relax_column_count: true,
  });
  assert.ok(rows.length > 20);
  for (const { input = "", default_country: country = "SE", outside_line_prefix: line } of rows) {
    const site = { ...SITE, country, outsideLine: line === undefined || line === "" ? null : line };
    assert.equal(keyed(input, AT, site), null, input);
  }
});

test("reserved numbers of subscribers stay telephone numbers in every notation", () => {
  for (const number of [
    "0701740605",
    "070-174 06 05",
    "+46701740605",
    "0846500400",
    "0406280404",
    "0313900602",
    "*31#0701740605",
  ])
    assert.equal(keyed(number), null, number);
});

test("a wrong check digit counts with its century where nothing else can be meant, and never without", () => {
  assert.equal(keyed("199001019803"), "199001019803");
  assert.equal(keyed("199001019804"), "199001019804");
  assert.equal(keyed("9001019804"), null);
  assert.equal(keyed("199013019802"), null, "there is no thirteenth month");
});

test("the century is the call's: the same ten digits are another person's a hundred years later, and a plus says so", () => {
  assert.equal(keyed("900101+9802"), "189001019802");
  assert.equal(keyed("9001019802", new Date("1926-01-01T00:00:00Z")), "189001019802");
  assert.equal(keyed("0007122393", new Date("2026-01-01T00:00:00Z")), "200007122393");
});

test("interim numbers are found by their letter", () => {
  for (const letter of ["T", "R", "S", "U", "W", "X", "J", "K", "L", "M", "N"])
    assert.equal(keyed(`000101${letter}220`), `20000101${letter}220`);
});
