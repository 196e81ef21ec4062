import type { DriverSpecimens } from "../testing/specimens.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `2026-03-02 08:15:00` as the device writes it. */
export function deviceTime(local: string, zone = "UTC"): string {
  const [date = "", clock = ""] = local.split(" ");
  const [year, month, day] = date.split("-");
  return `${clock}.000  ${zone} Mon ${MONTHS[Number(month) - 1] ?? "Xxx"} ${day} ${year}  `;
}

export const NAMES =
  "SBCReportType,EPTyp,SIPCallId,SessionId,Orig,SourceIp,SourcePort,DestIp,DestPort,TransportType,SrcURI,SrcURIBeforeMap,DstURI,DstURIBeforeMap,Duration,TrmSd,TrmReason,TrmReasonCategory,SetupTime,ConnectTime,ReleaseTime,RedirectReason,RedirectURINum,RedirectURINumBeforeMap,TxSigIPDiffServ,IPGroup (name),SrdId (name),SIPInterfaceId (name),ProxySetId (name),IpProfileId (name),MediaRealmId (name),DirectMedia,SIPTrmReason,SIPTermDesc,Caller,Callee,Trigger,LegId,VoiceAIConnectorName".split(
    ",",
  );

export type Given = Readonly<Record<string, string>>;

/** A record; what is not named is the end of the caller's leg of a call of a minute to extension 204. */
export function line(given: Given = {}, names: readonly string[] = NAMES): string {
  const all: Given = { ...USUAL, ...given };
  return names.map((name) => (all[name] ?? "").padEnd(12)).join("|");
}

export const HEADER = NAMES.map((name) => name.padEnd(12)).join("|");

const USUAL: Given = {
  SBCReportType: "CALL_END",
  EPTyp: "SBC",
  SIPCallId: "0f522c2a55774a12",
  SessionId: "c62532:22:625",
  Orig: "RMT",
  SourceIp: "192.0.2.11",
  SourcePort: "5060",
  TransportType: "TCP",
  SrcURI: "0701740605@192.0.2.11",
  SrcURIBeforeMap: "0701740605@192.0.2.11",
  DstURI: "204@192.0.2.12",
  DstURIBeforeMap: "0846500442@192.0.2.11",
  Duration: "60",
  TrmSd: "RMT",
  TrmReason: "GWAPP_NORMAL_CALL_CLEAR",
  TrmReasonCategory: "NORMAL_CALL_CLEAR",
  SetupTime: deviceTime("2026-03-02 08:15:00"),
  ConnectTime: deviceTime("2026-03-02 08:15:10"),
  ReleaseTime: deviceTime("2026-03-02 08:16:10"),
  RedirectReason: "-1",
  TxSigIPDiffServ: "24",
  "IPGroup (name)": "Carrier",
  DirectMedia: "no",
  SIPTrmReason: "BYE",
  Caller: "Anna Prov",
  Trigger: "Normal",
  LegId: "1",
};

/** The leg to whoever was called. */
export const OUTGOING: Given = {
  SIPCallId: "4341598405122022185752@192.0.2.11",
  Orig: "LCL",
  "IPGroup (name)": "PBX",
  LegId: "2",
};

export const START: Given = {
  SBCReportType: "CALL_START",
  Duration: "0",
  TrmReason: "REASON N/A",
  TrmReasonCategory: "UNKNOWN",
  ConnectTime: "",
  ReleaseTime: "",
  SIPTrmReason: "",
};

export const specimens: DriverSpecimens = {
  frames: [line(), line(OUTGOING), line(START), `10:15:52.048  192.0.2.10  local0.notice  [S=12] |${line()}`].map(
    (text) => Buffer.from(`${text}\n`),
  ),
  headers: [Buffer.from(`${HEADER}\n`)],
};
