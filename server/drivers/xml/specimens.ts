import type { LayoutInput } from "../layout/schema.ts";
import type { DriverSpecimens } from "../testing/specimens.ts";

export const layout: LayoutInput = {
  kind: "xml",
  framing: { xml: "call" },
  fields: {
    start: "begin",
    talk: "length@seconds",
    from: "from.number",
    name: "from.name",
    to: "to.number",
    id: "@id",
    part: "part",
  },
  time: [{ of: "start", stamp: "start", format: "ymd" }],
  duration: { field: "talk", format: "seconds", blank: "zero" },
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
export function call(fields: Partial<typeof FIELDS> = {}): string {
  const { begin, seconds, from, name, to, id, part } = { ...FIELDS, ...fields };
  return [
    `<call id="${id}"><begin>${begin}</begin><length seconds="${seconds}"/><part>${part}</part>`,
    `<from><number>${from}</number><name>${name}</name></from><to><number>${to}</number></to></call>`,
  ].join("\n");
}

const FIELDS = {
  begin: "20260302 081500",
  seconds: "60",
  from: "0701740605",
  name: "Anna Prov",
  to: "204",
  id: "17",
  part: "",
};

export const specimens: DriverSpecimens = {
  options: { layout: JSON.stringify(layout) },
  frames: [call(), call({ name: "Åsa Öberg" }), call({ part: "start", id: "18" }), call({ part: "end", id: "18" })].map(
    (text) => Buffer.from(text),
  ),
};
