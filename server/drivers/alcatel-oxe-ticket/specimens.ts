import type { DriverSpecimens } from "../testing/specimens.ts";

/** A ticket ED5.2; what is not named is an answered call from outside to extension 4211. */
export function ticket(fields: Partial<Record<keyof typeof PLACES, string>> = {}): string {
  const columns = Array.from({ length: 525 }, () => " ");
  const all = {
    version: "ED5.2",
    called: "4211",
    charged: "4211",
    calling: "0701740605",
    type: "4",
    ...TIMES,
    ...fields,
  };
  for (const [name, text] of Object.entries(all)) {
    const from = PLACES[name as keyof typeof PLACES];
    columns.splice(from - 1, text.length, ...text);
  }
  return columns.join("");
}

const TIMES = {
  end: "20260302 08:16:13",
  duration: "60",
  trunk: "9",
  waiting: "13",
  start: "20260302 08:15:00",
};

const PLACES = {
  version: 1,
  called: 6,
  charged: 36,
  name: 66,
  subaddress: 117,
  calling: 137,
  type: 167,
  end: 170,
  duration: 202,
  trunk: 212,
  access: 228,
  dialled: 396,
  waiting: 426,
  start: 442,
  acting: 459,
};

export const specimens: DriverSpecimens = {
  frames: [
    ticket(),
    ticket({ name: "Anna Prov" }),
    ticket({ called: "0701740633", calling: "", type: "0", dialled: "90701740633" }),
    ticket({ acting: "4300", access: "0846500442", start: "                 " }),
  ].map((line) => Buffer.from(line)),
};
