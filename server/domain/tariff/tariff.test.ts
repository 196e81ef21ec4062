import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../seeded-random.ts";
import { chargeCents } from "./charge.ts";
import { DAY_MINUTES, EVERY_DAY, holds, overlap, type Price, type Rate } from "./rate.ts";
import { type CallToRate, rateCall } from "./rate-call.ts";
import { rateTable } from "./rate-table.ts";

const FREE: Price = {
  ...{ perMinute: 0, connection: 0, minimum: 0 },
  ...{ firstSeconds: 0, intervalSeconds: 1, freeSeconds: 0 },
};
const rate = (prefix: string, more: Partial<Rate> = {}): Rate => ({
  ...FREE,
  ...{ prefix, short: false, direction: "out", name: "", days: EVERY_DAY, fromMinute: 0, toMinute: DAY_MINUTES },
  ...more,
});
const PLACE = {
  site: { country: "SE", outsideLine: "0", extensionDigits: 4, internationalPrefix: null },
  siteZone: "Europe/Stockholm",
  companyZone: "Europe/Stockholm",
};
const call = (called: string | null, at: string, more: Partial<CallToRate> = {}): CallToRate => ({
  ...{
    direction: "out",
    disposition: "answered",
    startedAt: new Date(at),
    durationSeconds: 60,
    called,
    dialled: called,
  },
  ...more,
});

/** The same sum written as an accountant says it, in fractions without end, second by second. */
function oracle(price: Price, seconds: number, answered: boolean): bigint {
  if (!answered) return 0n;
  if (price.freeSeconds > 0 && seconds <= price.freeSeconds) return 0n;
  const counted = seconds - price.freeSeconds;
  let billed = price.firstSeconds;
  while (billed < counted) billed += price.intervalSeconds;
  // In sixtieths of a ten-thousandth; a hundredth of the currency has six thousand of them.
  let sum = BigInt(price.connection) * 60n + BigInt(price.perMinute) * BigInt(billed);
  const least = BigInt(price.minimum) * 60n;
  if (sum < least) sum = least;
  const cents = sum / 6000n + ((sum % 6000n) * 2n >= 6000n ? 1n : 0n);
  return cents > 2_147_483_647n ? 2_147_483_647n : cents;
}

test("what a call costs is exact to the hundredth, whatever the price and the duration", () => {
  const random = seededRandom(20_261_122);
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  const some = <T>(values: readonly T[]): T => values[upTo(values.length - 1)] as T;
  for (let i = 0; i < 20_000; i++) {
    const price: Price = {
      perMinute: some([0, 1, 4_500, 6_900, upTo(99_999), upTo(1e10)]),
      connection: some([0, 50, 6_900, upTo(1e6)]),
      minimum: some([0, 49, 50, 10_000, upTo(1e6)]),
      firstSeconds: some([0, 1, 30, 60, upTo(3_600)]),
      intervalSeconds: some([1, 6, 10, 30, 60, 1 + upTo(3_599)]),
      freeSeconds: some([0, 0, 5, 60]),
    };
    const seconds = some([0, 1, 5, 6, 59, 60, 61, upTo(7_200), upTo(100_000)]);
    const answered = random() < 0.9;
    assert.equal(
      chargeCents(price, seconds, answered),
      Number(oracle(price, seconds, answered)),
      JSON.stringify({ price, seconds, answered }),
    );
  }
  assert.equal(
    chargeCents({ ...FREE, perMinute: 1e10 }, 2_147_483_647, true),
    2_147_483_647,
    "no more than a column holds",
  );
});

test("a call by hand: 61 seconds by the begun half minute, with a fee, a minimum and free seconds", () => {
  const price = { ...FREE, perMinute: 6_000, connection: 4_900, intervalSeconds: 30 };
  assert.equal(chargeCents(price, 61, true), 49 + 90);
  assert.equal(chargeCents({ ...price, freeSeconds: 10 }, 61, true), 49 + 60);
  assert.equal(chargeCents({ ...price, freeSeconds: 61 }, 61, true), 0);
  assert.equal(chargeCents({ ...price, minimum: 20_000 }, 61, true), 200);
  assert.equal(chargeCents({ ...price, firstSeconds: 60 }, 1, true), 49 + 60);
  assert.equal(chargeCents(price, 0, true), 49, "answered and put down at once");
  assert.equal(chargeCents(price, 0, false), 0, "nobody answered");
});

test("the longest prefix wins, as one that looks at every line would choose", () => {
  const random = seededRandom(7);
  const digits = (most: number) =>
    Array.from({ length: 1 + Math.floor(random() * most) }, () => "123"[Math.floor(random() * 3)]).join("");
  const rates = [...new Set(Array.from({ length: 400 }, () => digits(7)))].map((prefix) => rate(prefix));
  const table = rateTable(rates);
  for (let i = 0; i < 5_000; i++) {
    const number = digits(10);
    const slow = rates
      .filter(({ prefix }) => number.startsWith(prefix))
      .sort((a, b) => b.prefix.length - a.prefix.length)[0];
    assert.equal(
      table({ digits: number, short: false, direction: "out", weekday: 0, minute: 0 }),
      slow ?? null,
      number,
    );
  }
});

test("twenty thousand prefixes are found as one is, and nothing is found that is not a prefix", () => {
  const rates = Array.from({ length: 20_000 }, (_, i) => rate(String(100_000 + i * 7)));
  const table = rateTable(rates);
  const find = (number: string) => table({ digits: number, short: false, direction: "out", weekday: 0, minute: 0 });
  for (const one of rates) assert.equal(find(`${one.prefix}99`), one);
  assert.equal(find("100001"), null);
  assert.equal(find("10000"), null);
  assert.equal(find(""), null);
});

test("a band holds by the clock of the site, through midnight and on both nights of the clock change", () => {
  const day = rate("46", { perMinute: 10_000, days: 0b1_1111, fromMinute: 480, toMinute: 1_080 });
  const night = rate("46", { perMinute: 5_000, days: 0b1_1111, fromMinute: 1_080, toMinute: 480 });
  const weekend = rate("46", { perMinute: 2_000, days: 0b110_0000 });
  assert.equal(overlap(day, night), false);
  assert.equal(overlap(night, weekend), true, "Friday's night reaches into Saturday");
  const versions = [{ validFrom: "2026-01-01", table: rateTable([day, night]) }];
  const cents = (at: string) => rateCall(versions, PLACE, call("+46701740605", at))?.cents ?? null;
  assert.equal(cents("2026-06-15T06:00:00Z"), 100, "Monday 08:00 in summer");
  assert.equal(cents("2026-06-15T05:59:59Z"), null, "Monday 07:59: Sunday has no night here");
  assert.equal(cents("2026-01-12T07:00:00Z"), 100, "Monday 08:00 in winter");
  assert.equal(cents("2026-01-13T06:59:59Z"), 50, "Tuesday 07:59 belongs to Monday's night");
  assert.equal(cents("2026-06-19T22:30:00Z"), 50, "Saturday 00:30 belongs to Friday's night");
  assert.equal(cents("2026-06-20T08:00:00Z"), null, "Saturday by day");
  assert.equal(cents("2026-10-25T00:30:00Z"), null, "the hour that comes twice, on a Sunday");
  for (let weekday = 0; weekday < 7; weekday++)
    for (let minute = 0; minute < DAY_MINUTES; minute++)
      assert.equal(holds(day, weekday, minute) && holds(night, weekday, minute), false);
});

test("a call is rated by the version that is valid on its day in the company's zone", () => {
  const version = (validFrom: string, perMinute: number) => ({
    validFrom,
    table: rateTable([rate("46", { perMinute })]),
  });
  const versions = [version("2026-03-01", 20_000), version("2026-01-01", 10_000)];
  const cents = (at: string) => rateCall(versions, PLACE, call("+46850000", at))?.cents ?? null;
  assert.equal(cents("2026-02-28T22:59:59Z"), 100);
  assert.equal(cents("2026-02-28T23:00:00Z"), 200, "the first minute of March in Stockholm");
  assert.equal(cents("2025-12-31T22:59:59Z"), null, "before the first version");
});

test("short numbers go by what was dialled, incoming calls by the own number, and internal ones by nothing", () => {
  const rates = [
    rate("112", { short: true, connection: 0 }),
    rate("118", { short: true, connection: 20_000 }),
    rate("4620", { direction: "in", perMinute: 3_000 }),
    rate("46", { perMinute: 1_000 }),
  ];
  const versions = [{ validFrom: "2026-01-01", table: rateTable(rates) }];
  const at = "2026-06-15T06:00:00Z";
  const rated = (one: CallToRate) => rateCall(versions, PLACE, one)?.cents ?? null;
  assert.equal(rated(call(null, at, { dialled: "0118118" })), 200, "after the digit for an outside line");
  assert.equal(rated(call(null, at, { dialled: "118118" })), 200);
  assert.equal(rated(call(null, at, { dialled: "112" })), 0);
  assert.equal(rated(call(null, at, { dialled: "3118" })), null, "an extension is no service");
  assert.equal(rated(call("+4620123456", at, { direction: "in" })), 30);
  assert.equal(rated(call("+46850000", at, { direction: "in" })), null);
  assert.equal(rated(call("+46850000", at, { direction: "internal" })), null);
  assert.equal(rated(call("+46850000", at, { direction: null })), null);
  assert.equal(rated(call("+46850000", at, { disposition: "busy", durationSeconds: 9 })), 0);
  assert.equal(rated(call("+46850000", at, { disposition: null, durationSeconds: 0 })), 0);
});
