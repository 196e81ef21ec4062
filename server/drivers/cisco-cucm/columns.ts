import { AppError } from "../../domain/app-error.ts";
import type { Cells } from "../cells.ts";

/** Calls or the quality of their legs: two kinds of file in one folder, told apart by their headers. */
type FileKind = "cdr" | "cmr";

/** Where the columns stand, by their names in lower case. */
export interface Layout {
  readonly kind: FileKind;
  readonly count: number;
  /** Without a header a newer release may have added columns behind those that are known. */
  readonly isExact: boolean;
  readonly names: readonly string[];
  readonly at: ReadonlyMap<string, number>;
}

const CHANNEL = ["codec", "bandwidth", "resolution"];
const videoOf = (side: string, channel = "") => [
  ...CHANNEL.map((word) => `${side}videocap_${word}${channel}`),
  `${side}videotransportaddress_ip${channel}`,
  `${side}videotransportaddress_port${channel}`,
];
const mediaOf = (side: string) => [
  `${side}mediatransportaddress_ip`,
  `${side}mediatransportaddress_port`,
  `${side}mediacap_payloadcapability`,
  `${side}mediacap_maxframesperpacket`,
  `${side}mediacap_g723bitrate`,
  ...videoOf(side),
  `${side}rsvpaudiostat`,
  `${side}rsvpvideostat`,
];

/** Cisco's order since release 6; releases add to the end. */
const CDR_ORDER: readonly string[] = [
  ..."cdrrecordtype globalcallid_callmanagerid globalcallid_callid origlegcallidentifier datetimeorigination".split(
    " ",
  ),
  ..."orignodeid origspan origipaddr callingpartynumber callingpartyunicodeloginuserid".split(" "),
  ..."origcause_location origcause_value origprecedencelevel".split(" "),
  ...mediaOf("orig"),
  ..."destlegidentifier destnodeid destspan destipaddr originalcalledpartynumber finalcalledpartynumber".split(" "),
  ..."finalcalledpartyunicodeloginuserid destcause_location destcause_value destprecedencelevel".split(" "),
  ...mediaOf("dest"),
  ..."datetimeconnect datetimedisconnect lastredirectdn pkid originalcalledpartynumberpartition".split(" "),
  ..."callingpartynumberpartition finalcalledpartynumberpartition lastredirectdnpartition duration".split(" "),
  ..."origdevicename destdevicename origcallterminationonbehalfof destcallterminationonbehalfof".split(" "),
  ..."origcalledpartyredirectonbehalfof lastredirectredirectonbehalfof origcalledpartyredirectreason".split(" "),
  ..."lastredirectredirectreason destconversationid globalcallid_clusterid joinonbehalfof comment".split(" "),
  ..."authcodedescription authorizationlevel clientmattercode origdtmfmethod destdtmfmethod".split(" "),
  ..."callsecuredstatus origconversationid origmediacap_bandwidth destmediacap_bandwidth".split(" "),
  ..."authorizationcodevalue outpulsedcallingpartynumber outpulsedcalledpartynumber origipv4v6addr destipv4v6addr".split(
    " ",
  ),
  ...videoOf("orig", "_channel2"),
  "origvideochannel_role_channel2",
  ...videoOf("dest", "_channel2"),
  "destvideochannel_role_channel2",
  ..."incomingprotocolid incomingprotocolcallref outgoingprotocolid outgoingprotocolcallref".split(" "),
  ..."currentroutingreason origroutingreason lastredirectingroutingreason huntpilotpartition huntpilotdn".split(" "),
  ..."calledpartypatternusage incomingicid incomingorigioi incomingtermioi outgoingicid outgoingorigioi".split(" "),
  ..."outgoingtermioi outpulsedoriginalcalledpartynumber outpulsedlastredirectingnumber wascallqueued".split(" "),
  ..."totalwaittimeinqueue callingpartynumber_uri originalcalledpartynumber_uri finalcalledpartynumber_uri".split(" "),
  ..."lastredirectdn_uri mobilecallingpartynumber finalmobilecalledpartynumber origmobiledevicename".split(" "),
  ..."destmobiledevicename origmobilecallduration destmobilecallduration mobilecalltype".split(" "),
  ..."originalcalledpartypattern finalcalledpartypattern lastredirectingpartypattern huntpilotpattern".split(" "),
  ..."origdevicetype destdevicetype origdevicesessionid destdevicesessionid".split(" "),
];

const CMR_ORDER: readonly string[] = [
  ..."cdrrecordtype globalcallid_callmanagerid globalcallid_callid nodeid directorynum callidentifier".split(" "),
  ..."datetimestamp numberpacketssent numberoctetssent numberpacketsreceived numberoctetsreceived".split(" "),
  ..."numberpacketslost jitter latency pkid directorynumpartition globalcallid_clusterid devicename".split(" "),
  ..."varvqmetrics duration".split(" "),
];

function layoutOf(kind: FileKind, names: readonly string[], isExact: boolean): Layout {
  const at = new Map<string, number>();
  names.forEach((name, index) => {
    if (!at.has(name)) at.set(name, index);
  });
  return { kind, count: names.length, isExact, names, at };
}

const DOCUMENTED = { cdr: layoutOf("cdr", CDR_ORDER, false), cmr: layoutOf("cmr", CMR_ORDER, false) } as const;

/** Fewer columns than any release that has these names in this order. */
const FEWEST = { cdr: 68, cmr: 18 } as const;

/** The documented order, for a line without a header, where its id stands as it should; else null. */
export function documentedLayout(text: string, cells: Cells): Layout | null {
  const layout = cellOf(text, cells, 0) === "2" ? DOCUMENTED.cmr : DOCUMENTED.cdr;
  if (cells.count < FEWEST[layout.kind]) return null;
  return UUID.test(cellOf(text, cells, layout.at.get("pkid") ?? -1)) ? layout : null;
}

const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

function cellOf(text: string, cells: Cells, index: number): string {
  return index < 0 || index >= cells.count ? "" : text.slice(cells.start[index], cells.end[index]).trim();
}

/** The columns of a header line, to be kept in the state of the file; null when it is none. */
export function headerColumns(text: string, cells: Cells): string | null {
  const names: string[] = [];
  for (let at = 0; at < cells.count; at++) names.push(nameOf(cellOf(text, cells, at)));
  return kindOf(names) === null ? null : names.join(",");
}

/** Letters, digits and underscores; anything else stands in no name. */
function nameOf(word: string): string {
  const name = word.toLowerCase();
  return /^[a-z_]\w{1,60}$/.test(name) ? name : "-";
}

function kindOf(names: readonly string[]): FileKind | null {
  const has = (...all: readonly string[]) => all.every((name) => names.includes(name));
  if (!has("globalcallid_callid")) return null;
  if (has("datetimeorigination", "callingpartynumber", "duration")) return "cdr";
  return has("datetimestamp", "directorynum") ? "cmr" : null;
}

/** The layout of names that a header or the option told. */
export function namedLayout(columns: string): Layout | null {
  const names = columns.split(",");
  const kind = kindOf(names);
  return kind === null ? null : layoutOf(kind, names, true);
}

/** The layout of the option `columns`. */
export function optionLayout(option: string): Layout {
  const layout = namedLayout(
    option
      .split(",")
      .map((word) => nameOf(word.trim()))
      .join(","),
  );
  if (layout !== null) return layout;
  throw new AppError(
    "bad-input",
    "The option columns needs the names of all columns in their order, at least globalCallID_callId with dateTimeOrigination, callingPartyNumber and duration, or with dateTimeStamp and directoryNum.",
  );
}

/** `INTEGER,VARCHAR(50),...`: the second line of a file. */
export function isTypeLine(text: string, cells: Cells): boolean {
  if (cells.count < 5) return false;
  for (let at = 0; at < cells.count; at++) {
    if (!/^(?:INTEGER|BIGINT|VARCHAR ?\(\d{1,5}\)|UNIQUEIDENTIFIER|N?CHAR\(\d{1,5}\))$/i.test(cellOf(text, cells, at)))
      return false;
  }
  return true;
}
