import type { DriverSpecimens } from "../testing/specimens.ts";

/** What stands in which columns of a fixed block, counted from the STX as 0. */
export function fixedBlock(type: string, cells: Readonly<Record<number, string>>, length = 131): string {
  const block = Array.from(`0!${type}`.padEnd(length - 1));
  for (const [at, text] of Object.entries(cells))
    for (let i = 0; i < text.length; i++) block[Number(at) - 1 + i] = text[i] ?? " ";
  return `\u0002${block.join("")}\u0003`;
}

/** Elements of a kind and their data. */
export function flexibleBlock(type: string, elements: Readonly<Record<string, string>>): string {
  const data = Object.entries(elements)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, text]) => `${kind}${String(text.length).padStart(2, "0")}${text}`);
  return `\u00020!${type}${data.join("")}\u0003`;
}

const OUTGOING = {
  5: "010",
  8: "004",
  11: "0",
  14: "204",
  20: "0302081500",
  30: "0302081600",
  40: "1234",
  53: "000",
  62: "00701740633",
  116: "26",
  118: "26",
};
const INCOMING = {
  5: "010",
  8: "007",
  11: "2",
  14: "205",
  20: "1025023000",
  30: "1025023100",
  98: "0701740605",
  116: "26",
  118: "26",
};
const TIMES = "20260302081500000".concat("20260302081600000");

export const specimens: DriverSpecimens = {
  frames: [
    fixedBlock("KA", OUTGOING),
    fixedBlock("KE", INCOMING),
    fixedBlock("KB", { ...OUTGOING, 62: "          ", 64: "207" }),
    fixedBlock("KI", { ...INCOMING, 98: "", 133: "0846500442" }, 166),
    flexibleBlock("KK", {
      "01": "001010004010",
      "02": "0001204   ",
      "03": "001001204",
      "06": TIMES,
      "10": "0701740633",
    }),
    flexibleBlock("KL", { "01": "001010007010", "04": "0001205   ", "06": TIMES, "16": "10701740605" }),
    flexibleBlock("KM", { "02": "0001204   ", "04": "0001207   ", "06": TIMES }),
  ].map((block) => Buffer.from(block, "latin1")),
};
