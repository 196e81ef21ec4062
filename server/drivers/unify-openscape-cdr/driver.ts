import { layoutDriver } from "../layout/layout-driver.ts";

/** Call records of OpenScape Office and Business, compressed and uncompressed (docs/drivers/unify-openscape-cdr.md). */
export const unifyOpenscapeCdr = layoutDriver({
  id: "unify-openscape-cdr",
  title: "Unify OpenScape Office/Business",
  formats: ["csv"],
  confirmed: {
    by: "documentation",
    note: "Columns 1 to 9 are those of the vendor's examples; the records it was tried on were made from them.",
  },
  from: "built-in",
  layout: {
    kind: "delimited",
    delimiter: "pipe",
    quotes: false,
    size: { from: 9, to: 30 },
    fields: {
      date: 1,
      clock: 2,
      trunk: 3,
      extension: 4,
      ring: 5,
      duration: 6,
      number: 7,
      charge: 8,
      information: 9,
      "column-10": 10,
      "column-11": 11,
      "column-12": 12,
      "column-13": 13,
      "column-14": 14,
      "column-15": 15,
    },
    "not calls": [
      { when: [{ field: "date", equals: ["Datum", "Date", "Data", "Fecha"] }], because: "header" },
      { when: [{ field: "information", equals: withOffsets(["0"]) }], because: "a call that only begins to ring" },
    ],
    time: [{ of: "end", date: "date", clock: "clock", format: "dmy" }],
    duration: { field: "duration", format: "clock", blank: "zero" },
    ring: { field: "ring", format: "clock" },
    direction: {
      rules: [
        { when: [{ field: "information", equals: withOffsets(["1", "3", "5", "7"]) }], is: "in" },
        { when: [{ field: "information", equals: withOffsets(["2", "4", "6", "8", "9"]) }], is: "out" },
      ],
    },
    disposition: { "by duration": true },
    extension: "extension",
    trunk: "trunk",
    values: [
      { role: "own", from: "extension" },
      { role: "other", from: "number" },
      ...["column-10", "column-11", "column-12", "column-13", "column-14", "column-15"].map((from) => ({
        role: "redirecting" as const,
        from,
        digits: 6,
      })),
    ],
  },
});

/** Tens are added for parts of a call, transit and calls that were let in: the last digit stays what it is. */
function withOffsets(codes: readonly string[]): string[] {
  const tens = ["", "2", "3", "4", "5", "7"];
  return codes.flatMap((code) => tens.map((ten) => `${ten}${code}`));
}
