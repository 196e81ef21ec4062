import type { LayoutInput } from "../layout/schema.ts";
import type { DriverSpecimens } from "../testing/specimens.ts";

export const layout: LayoutInput = {
  kind: "json",
  fields: {
    start: "times.start",
    talk: "times.talk",
    ring: "times.ring",
    way: "way",
    from: "parties.0.number",
    name: "parties.0.name",
    to: "parties.1.number",
    id: "id",
    part: "part",
  },
  time: [{ of: "start", stamp: "start", format: "iso" }],
  duration: { field: "talk", format: "milliseconds", blank: "zero" },
  ring: { field: "ring", format: "milliseconds" },
  direction: { rules: [{ when: [{ field: "way", equals: ["inbound", "in"] }], is: "in" }], otherwise: "out" },
  disposition: { "by duration": true },
  "call id": "id",
  legs: {
    call: "id",
    part: "part",
    when: [{ field: "part", "is blank": false }],
    first: [{ field: "part", equals: "1" }],
    last: [{ field: "part", equals: "2" }],
  },
  values: [
    { role: "calling", from: "from", sip: true },
    { role: "called", from: "to" },
    { role: "calling", class: "name", from: "name" },
  ],
};

/** What is not named is an answered call from outside to extension 204. */
export function call(fields: Partial<typeof FIELDS> = {}): string {
  const { start, talk, from, name, to, id, part } = { ...FIELDS, ...fields };
  const parties = [{ number: from, name }, { number: to }];
  return JSON.stringify({ id, part, way: "inbound", times: { start, talk, ring: 13_000 }, parties });
}

const FIELDS = {
  start: "2026-03-02T08:15:00",
  talk: 60_000,
  from: "sip:0701740605@192.0.2.10",
  name: "Anna Prov",
  to: "204",
  id: "c-17",
  part: null as number | null,
};

export const specimens: DriverSpecimens = {
  options: { layout: JSON.stringify(layout) },
  frames: [
    call(),
    call({ name: 'Åsa "Kapten" Öberg' }),
    call({ part: 1, id: "c-18" }),
    call({ part: 2, id: "c-18" }),
  ].map((text) => Buffer.from(text)),
};
