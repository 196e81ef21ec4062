import type { DriverSpecimens } from "../testing/specimens.ts";

/** A segment as IP Office writes it: what is not named is an answered call from outside to extension 204. */
export function segment(cells: Partial<Record<keyof typeof COLUMNS, string>> = {}, columns = 34): string {
  return Object.values({ ...COLUMNS, ...cells })
    .concat(Array.from({ length: 40 }, () => ""))
    .slice(0, columns)
    .join(",");
}

const COLUMNS = {
  start: "2026/03/02 08:15:00",
  connected: "00:01:00",
  ring: "13",
  caller: "0701740605",
  direction: "I",
  called: "204",
  dialled: "204",
  account: "",
  isInternal: "0",
  callId: "1009687",
  continuation: "0",
  party1: "E204",
  party1Name: "Anna Prov",
  party2: "T9001",
  party2Name: "Line 1.1",
  hold: "0",
  park: "0",
  authValid: "0",
  authCode: "n/a",
  userCharged: "",
  charge: "",
  currency: "",
  amount: "",
  units: "0",
  unitsAtChange: "0",
  costPerUnit: "0",
  markUp: "1.00",
  targetingCause: "",
  targeter: "",
  targeted: "",
  callerServer: "192.0.2.10",
  callerCall: "38411",
  calledServer: "192.0.2.10",
  calledCall: "38414",
};

export const specimens: DriverSpecimens = {
  frames: [
    segment(),
    segment({ party1Name: "Åsa Öberg", callId: "1009688" }),
    segment({ caller: "204", direction: "O", called: "0701740633", dialled: "00701740633", callId: "1009689" }),
    segment({ callId: "1009690", continuation: "1" }, 37),
  ].map((line) => Buffer.from(line)),
};
