import type { LayoutInput } from "../layout/schema.ts";
import type { DriverSpecimens } from "../testing/specimens.ts";

export const layout: LayoutInput = {
  kind: "delimited",
  delimiter: "semicolon",
  fields: { date: 1, clock: 2, talk: 3, ring: 4, from: 5, to: 6, name: 7, id: 8, part: 9 },
  time: [{ of: "start", date: "date", clock: "clock", format: "dmy" }],
  duration: { field: "talk", format: "clock", blank: "zero" },
  ring: { field: "ring", format: "seconds" },
  direction: { "by sides": true },
  disposition: { "by duration": true },
  "call id": "id",
  legs: {
    call: "id",
    part: "part",
    when: [{ field: "part", "is blank": false }],
    first: [{ field: "part", equals: "start" }],
    last: [{ field: "part", equals: "end" }],
  },
  values: [
    { role: "calling", from: "from" },
    { role: "called", from: "to" },
    { role: "calling", class: "name", from: "name" },
  ],
};

/** What is not named is an answered call from outside to extension 204. */
export function line(fields: Partial<typeof FIELDS> = {}): string {
  return Object.values({ ...FIELDS, ...fields }).join(";");
}

const FIELDS = {
  date: "02.03.2026",
  clock: "08:15:00",
  talk: "0:01:00",
  ring: "13",
  from: "0701740605",
  to: "204",
  name: "",
  id: "17",
  part: "",
};

export const specimens: DriverSpecimens = {
  options: { layout: JSON.stringify(layout) },
  frames: [
    line(),
    line({ name: '"Åsa ""Kapten"" Öberg"' }),
    line({ part: "start", id: "18" }),
    line({ part: "end", id: "18" }),
  ].map((text) => Buffer.from(text)),
};
