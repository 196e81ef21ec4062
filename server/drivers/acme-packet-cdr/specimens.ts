import type { DriverSpecimens } from "../testing/specimens.ts";

/** A stop record in the columns of release C6.1.0; what is not named is an answered call from outside to 204. */
export function stop(fields: Partial<Record<keyof typeof PLACES, string>> = {}): string {
  const cells = Array.from({ length: 138 }, () => "");
  for (const [name, text] of Object.entries({ ...FIELDS, ...fields }))
    cells[PLACES[name as keyof typeof PLACES] - 1] = text.includes(",") || text.includes('"') ? quoted(text) : text;
  return cells.join(",");
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

const FIELDS = {
  status: "2",
  address: "192.0.2.10",
  session: "BW0815",
  calling: '"Anna Prov" <sip:0701740605@192.0.2.20:5060;user=phone>;tag=1c',
  called: "<sip:204@192.0.2.10>",
  seconds: "60",
  setup: "08:15:00.000 UTC MAR 02 2026",
  connect: "08:15:13.000 UTC MAR 02 2026",
  realm: "carrier",
};

const PLACES = {
  status: 1,
  address: 2,
  session: 4,
  calling: 9,
  called: 10,
  seconds: 12,
  setup: 13,
  connect: 14,
  realm: 22,
  asserted: 125,
  diversion: 130,
  routed: 135,
};

export const specimens: DriverSpecimens = {
  frames: [
    stop(),
    stop({ calling: "sip:204@192.0.2.10", called: "tel:+46701740633" }),
    stop({ asserted: "<sip:0846500442@192.0.2.20>", diversion: "<tel:0701740633>;reason=busy" }),
    stop({ seconds: "", connect: "" }),
  ].map((line) => Buffer.from(line)),
};
