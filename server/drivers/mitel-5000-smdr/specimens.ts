import type { DriverSpecimens } from "../testing/specimens.ts";

/** A record in the columns of the administrator's guide. */
export function line(cells: Partial<Record<keyof typeof CELLS, string>> = {}): string {
  const { type, extension, trunk, digits, start, elapsed, cost, account } = { ...CELLS, ...cells };
  const parts = [type.padEnd(3), extension.padEnd(5), trunk.padEnd(5), digits.padEnd(28), start, elapsed.padEnd(8)];
  return `${parts.join(" ")} ${cost.padEnd(6)} ${account.padEnd(13)}`;
}

const CELLS = {
  type: "TLC",
  extension: "11202",
  trunk: "94003",
  digits: "0701740633",
  start: "08:15",
  elapsed: "00:01:00",
  cost: "$00.00",
  account: "",
};

/** As it is sent: a count of four bytes, the record, a line break. */
export function counted(text: string): Buffer {
  const record = Buffer.from(`${text}\r\n`, "latin1");
  const length = Buffer.alloc(4);
  length.writeUInt32LE(record.length);
  return Buffer.concat([length, record]);
}

export const specimens: DriverSpecimens = {
  frames: [
    line(),
    line({ type: "IN", digits: "0701740605" }),
    line({ type: "IN", extension: "*****", digits: "Ring... 0701740605", elapsed: "00:00:23", cost: "" }),
    line({ type: "DID", digits: "0846500442", elapsed: "S=000060", account: "0701740633  *" }),
  ].map(counted),
};
