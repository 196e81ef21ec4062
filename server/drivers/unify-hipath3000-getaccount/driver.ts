import { layoutDriver } from "../layout/layout-driver.ts";

/** Records that GetAccount collects from HiPath 3000 and 5000 (docs/drivers/unify-hipath3000-getaccount.md). */
export const unifyHipath3000Getaccount = layoutDriver({
  id: "unify-hipath3000-getaccount",
  title: "Unify HiPath 3000/5000, GetAccount",
  formats: ["text"],
  confirmed: {
    by: "documentation",
    note: "The columns are those of the service manual's table; the record it was tried on was made from it.",
  },
  from: "built-in",
  layout: {
    kind: "fixed-position",
    // What stands behind the call type may be cut off with its blanks.
    size: { from: 78, to: 120 },
    fields: {
      date: [1, 8],
      clock: [9, 16],
      "trunk-number": [17, 19],
      extension: [23, 28],
      seconds: [29, 33],
      number: [42, 66],
      type: [78, 78],
      account: [79, 89],
      msn: [90, 100],
      trunk: [101, 105],
    },
    time: [{ of: "end", date: "date", clock: "clock", format: "dmy" }],
    duration: { field: "seconds", format: "seconds" },
    direction: {
      rules: [
        { when: [{ field: "type", equals: "1" }], is: "in" },
        { when: [{ field: "type", equals: "2" }], is: "out" },
      ],
    },
    disposition: { "by duration": true },
    extension: "extension",
    trunk: ["trunk", "trunk-number"],
    values: [
      { role: "own", from: "extension" },
      { role: "other", from: "number" },
      { role: "dialled", from: { field: "msn", when: [{ field: "type", equals: "1" }] } },
      { role: "caller", from: "msn" },
      { role: "redirecting", from: "account", digits: 6 },
    ],
  },
});
