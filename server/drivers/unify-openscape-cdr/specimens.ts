import type { DriverSpecimens } from "../testing/specimens.ts";

/** A compressed record; what is not named is an answered call from outside to extension 22014. */
export function call(fields: Partial<typeof FIELDS> = {}, more: readonly string[] = ["", "", "", "", "", ""]): string {
  return [...Object.values({ ...FIELDS, ...fields }), ...more].join("|");
}

const FIELDS = {
  date: "02.03.26",
  clock: "08:16:05",
  line: "201",
  extension: "22014",
  ring: "00:05",
  duration: "00:01:00",
  number: "0701740605",
  charge: "",
  information: "1",
};

export const UNCOMPRESSED_HEADER = "Datum|Uhrzeit|Lt|Tln|Ruf|Dauer|Rufnummer|Betrag|I|";

export const specimens: DriverSpecimens = {
  frames: [
    call(),
    call({ information: "2", number: "0701740633" }),
    call({ information: "51", duration: "" }, [""]),
    call({}, ["", "0846500442", "", "", ""]),
  ].map((line) => Buffer.from(`${line}\r`)),
  headers: [Buffer.from(`${UNCOMPRESSED_HEADER}\r`)],
};
