import type { DriverSpecimens } from "../testing/specimens.ts";
import { AT } from "./columns.ts";

/** The columns of a record without what ends it; of 119 or 151 characters, as the systems write them. */
export function line(cells: Partial<Record<keyof typeof AT, string>> = {}): string {
  const all = { ...CELLS, ...cells };
  const long = [all.name, all.group, all.ring].some((text) => text !== "");
  const text = Array.from({ length: long ? 151 : 119 }, () => " ");
  for (const [name, [from, to]] of Object.entries(AT))
    for (const [i, char] of Array.from((all[name as keyof typeof AT] ?? "").slice(0, to - from)).entries())
      text[from + i] = char;
  return text.join("");
}

const CELLS: Record<keyof typeof AT, string> = {
  id: "000123",
  extension: "201",
  authorisation: "",
  date: "03/02",
  time: "08:15:00",
  duration: "00:01:00",
  code: "O",
  dialled: "0701740633",
  account: "",
  cost: "",
  caller: "",
  name: "",
  group: "",
  ring: "",
};

/** As it is sent: a line break before it, a NUL behind. */
export function sent(text: string): Buffer {
  return Buffer.from(`\r\n${text}\0`, "latin1");
}

export const HEAD = `\f\r\nSMDR REPORT FOR [PROV] 03/02 08:00\r\n${"=".repeat(114)}\r\nEXT AUTH MM/DD STT.TIME DURATION\r\n${"=".repeat(114)}`;

export const specimens: DriverSpecimens = {
  frames: [
    sent(line()),
    sent(line({ code: "I", dialled: "", caller: "0701740605", name: "Provare", group: "500", ring: "00:00:07" })),
    sent(line({ code: "A", dialled: "", caller: "0846500442", duration: "00:00:23", extension: "" })),
    Buffer.concat([Buffer.from(HEAD), sent(line({ code: "OT", account: "0701740605", cost: "1.25" }))]),
  ],
};
