import type { DriverSpecimens } from "../testing/specimens.ts";

/** A record of 109 characters; what is not named is an answered call from outside to extension 204. */
export function account(fields: Partial<typeof FIELDS> = {}): string {
  const { date, clock, line, node, extension, seconds, number, units, type, code, msn, trunk, route } = {
    ...FIELDS,
    ...fields,
  };
  const spent = new Date(Number(seconds) * 1_000).toISOString().slice(11, 19);
  return [
    date + clock + line.padStart(3) + node.padStart(3) + extension.padStart(6) + seconds.padStart(5) + spent,
    number.padEnd(25) + units.padStart(11) + type + code.padEnd(11) + msn.padEnd(11),
    trunk.padStart(5) + route.padStart(4),
  ].join("");
}

const FIELDS = {
  date: "02.03.26",
  clock: "08:16:00",
  line: "1",
  node: "1",
  extension: "204",
  seconds: "60",
  number: "0701740605",
  units: "",
  type: "1",
  code: "",
  msn: "",
  trunk: "",
  route: "",
};

export const specimens: DriverSpecimens = {
  frames: [
    account(),
    account({ type: "2", number: "0701740633", units: "3", msn: "0846500442" }),
    account({ code: "123456789", trunk: "7", route: "2" }),
    account({ seconds: "0" }).slice(0, 78),
  ].map((line) => Buffer.from(`${line}\r`)),
};
