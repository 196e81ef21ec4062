import type { LayoutInput } from "../layout/schema.ts";
import { layoutDriver } from "../layout/layout-driver.ts";

/** Columns 14 to 28 of software to 1.02, and 14 to 32 from 1.03, which adds the ISDN channel to a trunk. */
const NARROW = [{ field: "slash-narrow", equals: "/" }];
const WIDE = [{ field: "slash-wide", equals: "/" }];

/** What two forms of one field are called here. */
function either(field: string): { field: string; when: { field: string; equals: string }[] }[] {
  return [
    { field: `${field}-narrow`, when: NARROW },
    { field: `${field}-wide`, when: WIDE },
  ];
}

const STATION = "DN";
const TRUNK = ["T", "A"];

/** The field in both forms, when it begins so; without what it begins with, if that is no part of it. */
function beginning(field: string, word: string | string[], after?: string) {
  return either(field).map((source) => ({
    ...source,
    when: [...source.when, { field: source.field, "begins with": word }],
    ...(after === undefined ? {} : { after }),
  }));
}

function sides(from: string | string[], to: string | string[]) {
  return ["narrow", "wide"].map((form) => [
    { field: `slash-${form}`, equals: "/" },
    { field: `from-${form}`, "begins with": from },
    { field: `to-${form}`, "begins with": to },
  ]);
}

const LAYOUT: LayoutInput = {
  kind: "fixed-position",
  "continues with": [" &", "&"],
  size: { from: 47, to: 100 },
  fields: {
    type: [1, 1],
    number: [3, 5],
    "slash-narrow": [32, 32],
    "slash-wide": [36, 36],
    "from-narrow": [14, 20],
    "to-narrow": [22, 28],
    "stamp-narrow": [30, 43],
    "duration-narrow": [45, 54],
    "dialled-narrow": [56, 87],
    "from-wide": [14, 22],
    "to-wide": [24, 32],
    "stamp-wide": [34, 47],
    "duration-wide": [49, 58],
    "dialled-wide": [60, 91],
    "caller-id": [3, 19, 2],
    ani: [26, 38, 2],
    dnis: [40, 46, 2],
    "aux-1": [48, 54, 2],
    "aux-2": [58, 62, 2],
  },
  "not calls": [
    { when: [{ field: "type", equals: "I" }], because: "the system was started" },
    { when: [{ field: "type", equals: "T" }], because: "the clock was set" },
    { when: [{ field: "type", equals: ["A", "C", "M"] }], because: "an account code was entered" },
  ],
  time: [
    { of: "start", stamp: "stamp-narrow", format: "mdy", when: [...NARROW, { field: "type", equals: "S" }] },
    { of: "start", stamp: "stamp-wide", format: "mdy", when: [...WIDE, { field: "type", equals: "S" }] },
    { of: "end", stamp: "stamp-narrow", format: "mdy", when: NARROW },
    { of: "end", stamp: "stamp-wide", format: "mdy", when: WIDE },
  ],
  duration: { field: either("duration"), format: "clock", blank: "zero" },
  direction: {
    rules: [
      ...sides(TRUNK, STATION).map((when) => ({ when, is: "in" as const })),
      ...sides(STATION, TRUNK).map((when) => ({ when, is: "out" as const })),
      ...sides(STATION, STATION).map((when) => ({ when, is: "internal" as const })),
    ],
  },
  disposition: {
    rules: [{ when: [{ field: "type", equals: "B" }], is: "no-answer" }],
    "by duration": true,
  },
  extension: [...beginning("from", STATION, STATION), ...beginning("to", STATION, STATION)],
  trunk: [...beginning("to", TRUNK), ...beginning("from", TRUNK)],
  legs: {
    call: "number",
    part: "type",
    when: [{ field: "type", equals: ["S", "X", "E"] }],
    first: [{ field: "type", equals: "S" }],
    last: [{ field: "type", equals: "E" }],
  },
  values: [
    { role: "calling", from: [...beginning("from", STATION, STATION), { field: "caller-id", after: "C" }, "ani"] },
    { role: "called", from: [...beginning("to", STATION, STATION), ...either("dialled")] },
    { role: "dialled", from: either("dialled") },
    { role: "caller", from: { field: "caller-id", after: "C" } },
    { role: "caller", from: "ani" },
    { role: "dialled", from: "dnis" },
    { role: "redirecting", from: { field: "aux-1", after: STATION } },
    { role: "redirecting", from: "aux-2" },
  ],
};

/** SMDR of Toshiba Strata CTX (docs/drivers/toshiba-ctx-smdr.md). */
export const toshibaCtxSmdr = layoutDriver({
  id: "toshiba-ctx-smdr",
  title: "Toshiba Strata CTX SMDR",
  formats: ["text"],
  confirmed: {
    by: "documentation",
    note: "The columns of both forms are those of the installation manual; the records it was tried on were made from it.",
  },
  from: "built-in",
  layout: LAYOUT,
});
