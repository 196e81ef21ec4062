import type { LayoutInput } from "../layout/schema.ts";
import type { DriverSpecimens } from "../testing/specimens.ts";

/** A printer's report: the number stands on the second line of a call. */
export const layout: LayoutInput = {
  kind: "fixed-position",
  "continues with": ["&"],
  size: { from: 25, to: 40 },
  fields: {
    date: [1, 6],
    clock: [8, 14],
    talk: [16, 19],
    way: [21, 21],
    extension: [23, 27],
    call: [29, 31],
    part: [33, 33],
    number: [3, 22, 2],
  },
  "not calls": [{ when: [{ field: "line", "begins with": "---" }], because: "page header" }],
  time: [{ of: "start", date: "date", clock: "clock", format: "mdy" }],
  duration: { field: "talk", format: "hmmt" },
  direction: {
    rules: [
      { when: [{ field: "way", equals: "I" }], is: "in" },
      { when: [{ field: "way", equals: "O" }], is: "out" },
    ],
  },
  disposition: { "by duration": true },
  extension: "extension",
  legs: {
    call: "call",
    part: "part",
    when: [{ field: "part", "is blank": false }],
    first: [{ field: "part", equals: "S" }],
    last: [{ field: "part", equals: "E" }],
  },
  values: [
    { role: "own", from: "extension" },
    { role: "other", from: "number" },
  ],
};

/** What is not named is an answered call from outside to extension 204. */
export function record(fields: Partial<typeof FIELDS> = {}): string {
  const { date, clock, talk, way, extension, call, part, number } = { ...FIELDS, ...fields };
  return `${date} ${clock.padStart(7)} ${talk} ${way} ${extension.padEnd(5)} ${call} ${part}\r\n& ${number}\r\n`;
}

const FIELDS = {
  date: "030226",
  clock: "8:15A",
  talk: "0010",
  way: "I",
  extension: "204",
  call: "001",
  part: " ",
  number: "0701740605",
};

export const specimens: DriverSpecimens = {
  options: { layout: JSON.stringify(layout) },
  frames: [record(), record({ way: "O", number: "0701740633" }), record({ part: "S" }), record({ part: "E" })].map(
    (text) => Buffer.from(text),
  ),
};
