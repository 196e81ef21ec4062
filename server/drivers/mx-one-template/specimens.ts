import type { DriverSpecimens } from "../testing/specimens.ts";

/** A record of the template; what is not named is an answered call from outside to extension 2204. */
export function call(fields: Partial<typeof FIELDS> = {}): string {
  return Object.values({ ...FIELDS, ...fields }).join(";");
}

const FIELDS = {
  date: "2026-03-02",
  clock: "08:15:00",
  duration: "00:01:00",
  ring: "00:13",
  calling: "0701740605",
  called: "2204",
  dialled: "",
  connected: "",
  trunk: "T12",
  account: "",
  name: "",
  condition: "",
};

export const specimens: DriverSpecimens = {
  frames: [
    call(),
    call({ calling: "2204", called: "0701740633", dialled: "000701740633", name: "Åsa Öberg" }),
    call({ connected: "2205", account: "123456" }),
    call({ date: "260302", ring: "" }),
  ].map((line) => Buffer.from(line)),
};
