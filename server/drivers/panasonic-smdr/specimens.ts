import type { DriverSpecimens } from "../testing/specimens.ts";

interface Cells {
  date?: string;
  time?: string;
  ext?: string;
  co?: string;
  dial?: string;
  ring?: string;
  duration?: string;
  cost?: string;
  account?: string;
  code?: string;
}

const WIDTHS = { A: 25, B: 20, C: 50, TA: 32 } as const;

/** A line of the pattern: what is not named is a call from outside to 1202 that was answered after a minute. */
export function line(cells: Cells = {}, pattern: keyof typeof WIDTHS = "A"): string {
  const {
    date = "03/02/26",
    time = "08:17AM",
    ext = "1202",
    co = pattern === "C" ? "0002" : "02",
    dial = "<I>0701740605",
    ring = "1'00",
    duration = "00:01'00",
    cost = "",
    account = "",
    code = "",
  } = cells;
  const head = `${date} ${time.padEnd(7)} ${ext.padStart(5)} ${co.padEnd(pattern === "C" ? 4 : 2)}`;
  const number = dial.padEnd(WIDTHS[pattern]);
  if (pattern === "TA") return `${head} ${number} ${duration} ${account}`.trimEnd();
  if (pattern === "B")
    return `${head} ${number} ${duration} ${cost.padEnd(10)} ${account.padEnd(10)} ${code}`.trimEnd();
  const price = pattern === "C" ? `${cost.padEnd(11)} ` : "";
  return `${head} ${number} ${ring.padStart(4)} ${duration} ${price}${account.padEnd(10)} ${code}`.trimEnd();
}

/** Of DBS 576 in format 2, and of DBS. */
const DBS = [
  `D 03/02 09:15:00 00:01:30 1204 005  ${"I4421204".padEnd(24)} 9876543210 V001 ${"0701740605".padEnd(16)} 12 00:07`,
  `O 03/02 09:16:00 00:00:41 204 ${"0701740633".padEnd(28)} 123456     V0001 03`,
];

export const specimens: DriverSpecimens = {
  headers: [
    Buffer.from("  Date     Time    Ext CO        Dial Number        Ring Duration  Acc code  CD"),
    Buffer.from("-".repeat(80)),
  ],
  frames: [
    ...DBS,
    line(),
    line({ dial: "0701740633", ring: "", account: "0701740650", code: "TR" }),
    line({ dial: "<D>0846500442<I>Åsa Öberg" }),
    line({ dial: "<I>Anna Prov 0701740605" }, "C"),
    line({ dial: "0701740633", cost: "00560.00EU" }, "B"),
    line({ dial: "EXT1235", co: "", ring: "" }),
    line({ time: "9:14AM", ext: "103", dial: "0701740633", account: "...." }, "TA"),
  ].map((text) => Buffer.from(text, "latin1")),
};
