import type { DriverSpecimens } from "../testing/specimens.ts";

/** A record of software to 1.02 (`narrow`) or from 1.03; what is not named is an answered call out of extension 2001. */
export function record(fields: Partial<typeof FIELDS> = {}, narrow = true): string {
  const { type, number, node, from, to, stamp, duration, dialled } = { ...FIELDS, ...fields };
  const width = narrow ? 7 : 9;
  return [
    `${type} ${number} ${node.padEnd(6)}`,
    from.padEnd(width),
    to.padEnd(width),
    stamp,
    duration.padEnd(10),
    dialled.padEnd(32),
  ].join(" ");
}

/** The second line of a complex record. */
export function second(fields: Partial<Record<"caller" | "ani" | "dnis" | "aux1" | "aux2", string>> = {}): string {
  const { caller = "", ani = "", dnis = "", aux1 = "", aux2 = "" } = fields;
  return ` &${caller.padEnd(17)}      ${ani.padEnd(13)} ${dnis.padEnd(7)} ${aux1.padEnd(7)} ${aux2.padEnd(7)}`;
}

const FIELDS = {
  type: "N",
  number: "001",
  node: "01",
  from: "DN2001",
  to: "T010001",
  stamp: "03/02 08:16:00",
  duration: "00:01:00.0",
  dialled: "0701740633",
};

const incoming = { from: "T020003", to: "DN2002", dialled: "" };

export const specimens: DriverSpecimens = {
  frames: [
    record(),
    record({}, false),
    `${record(incoming)}\r\n${second({ caller: "0701740605", aux1: "DN2003" })}`,
    record({ type: "S", duration: "00:00:00.0" }),
    record({ type: "E" }),
  ].map((text) => Buffer.from(`${text}\r\n`)),
};
