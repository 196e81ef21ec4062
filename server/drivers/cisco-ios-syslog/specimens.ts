import type { DriverSpecimens } from "../testing/specimens.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `2026-03-02 08:15:00` as IOS writes it. */
export function iosTime(local: string, zone = "UTC", fraction = "000"): string {
  const [date = "", clock = ""] = local.split(" ");
  const [year, month, day] = date.split("-");
  return `${clock}.${fraction} ${zone === "" ? "" : `${zone} `}Mon ${MONTHS[Number(month) - 1] ?? "Xxx"} ${Number(day)} ${year}`;
}

export const ID = "BA55719E F8C10015 0 1B1E08";

/** A leg; what is not named is the caller's of a call of a minute. */
export function leg(given: Partial<typeof USUAL> = {}, prefix = "Mar  2 08:16:10.867: %VOIPAAA-5-"): string {
  const fields = Object.entries({ ...USUAL, ...given }).map(([name, value]) => `${name} ${value}`);
  return `${prefix}VOIP_CALL_HISTORY: ${fields.join(", ")}`;
}

const USUAL = {
  CallLegType: "1",
  ConnectionId: ID,
  SetupTime: iosTime("2026-03-02 08:15:00"),
  PeerAddress: "0701740605",
  PeerSubAddress: "",
  DisconnectCause: "10  ",
  DisconnectText: "normal call clearing (16)",
  ConnectTime: iosTime("2026-03-02 08:15:10"),
  DisconnectTime: iosTime("2026-03-02 08:16:10"),
  CallOrigin: "2",
  ChargedUnits: "0",
  InfoType: "2",
  TransmitPackets: "1509",
  TransmitBytes: "102600",
  ReceivePackets: "1510",
  ReceiveBytes: "138920",
};

export const CALLED = { CallLegType: "2", PeerAddress: "204", CallOrigin: "1" };

export const FEATURE =
  "<189>84: CME-1: Mar  2 08:16:10.930: %VOIPAAA-5-VOIP_FEAT_HISTORY: FEAT_VSA=fn:TWC,ft:03/02/2026 09:15:00.190,cgn:0701740605,cdn:204,frs:0,fid:113894,fcid:BA55719EF8C1001501B1E08,legID:F3AB,bguid:BA55719EF8C1001500000000001B1E08";

/** A line of a file; what is not named is the caller's leg of a call of a minute. */
export function fileLine(given: Readonly<Record<number, string>> = {}): string {
  return FILE_LINE.map((cell, index) => given[index] ?? cell).join(",");
}

const FILE_LINE = [
  "1772439370,4299,1,1",
  '"BA55719E F8C10015 0 1B1E08"',
  '"0701740605"',
  '""',
  `"*${iosTime("2026-03-02 08:15:00")}"`,
  '""',
  `"*${iosTime("2026-03-02 08:15:10")}"`,
  `"*${iosTime("2026-03-02 08:16:10")}"`,
  '"10  "',
  '"normal call clearing (16)"',
  '"answer"',
  '0,"",283,45280,273,43680',
  '"0701740605"',
  '"0701740605"',
  '"204"',
  '"TWC","03/02/2026 08:15:00.738","0701740605","204",0,189,BA55719E F8C10015 0 1B1E08,10CB,"","","",""',
];

export const specimens: DriverSpecimens = {
  frames: [leg(), leg(CALLED), FEATURE, fileLine()].map((text) => Buffer.from(text)),
};
