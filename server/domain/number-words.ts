const UNITS: readonly (readonly [string, ...string[]])[] = [
  ["noll", "nolla", "zero", "nought", "oh"],
  ["ett", "en", "etta", "one"],
  ["två", "tvåa", "tva", "two"],
  ["tre", "trea", "three"],
  ["fyra", "four"],
  ["fem", "femma", "five"],
  ["sex", "sexa", "six"],
  ["sju", "sjua", "seven"],
  ["åtta", "atta", "eight"],
  ["nio", "nia", "nine"],
];

const TEENS: readonly (readonly [string, ...string[]])[] = [
  ["tio", "ten"],
  ["elva", "eleven"],
  ["tolv", "twelve"],
  ["tretton", "thirteen"],
  ["fjorton", "fourteen"],
  ["femton", "fifteen"],
  ["sexton", "sixteen"],
  ["sjutton", "seventeen"],
  ["arton", "eighteen"],
  ["nitton", "nineteen"],
];

const TENS: readonly (readonly [string, ...string[]])[] = [
  ["tjugo", "tjugi", "twenty"],
  ["trettio", "thirty"],
  ["fyrtio", "forty", "fourty"],
  ["femtio", "fifty"],
  ["sextio", "sixty"],
  ["sjuttio", "seventy"],
  ["åttio", "attio", "eighty"],
  ["nittio", "ninety"],
];

/**
 * Number words and the digits they stand for, the longest first. A ten before a unit is one digit and alone two, which the words
 * that join them say; a hundred says its zeros only as a count of digits.
 */
const ALL: readonly (readonly [string, string])[] = [
  ...UNITS.flatMap((names, value) => names.map((name) => [name, String(value)] as const)),
  ...TEENS.flatMap((names, value) => names.map((name) => [name, String(10 + value)] as const)),
  ...TENS.flatMap((names, value) => names.map((name) => [name, String((value + 2) * 10)] as const)),
  ...TENS.flatMap((tens, ten) =>
    tens.flatMap((name) =>
      UNITS.flatMap((units, unit) => units.map((one) => [name + one, String((ten + 2) * 10 + unit)] as const)),
    ),
  ),
  ...["hundra", "hundred"].map((name) => [name, "00"] as const),
].sort(([a], [b]) => b.length - a.length);

/** By their first letter, since every place of every word of a text asks. */
export const NUMBER_WORDS: ReadonlyMap<string, readonly (readonly [string, string])[]> = Map.groupBy(ALL, ([name]) =>
  name.charAt(0),
);

/** Words that people say between the digits of one number. */
export const SILENT_WORDS: ReadonlySet<string> = new Set(["och", "and", "dubbel", "double", "trippel", "triple"]);
