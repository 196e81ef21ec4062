import type { Disposition } from "../../domain/codes.ts";
import { readChannel, readSides, type SiteRules } from "../channel-sides.ts";
import type { DecodeContext, Decoded, DecodedValue, DriverOption, DriverOptions } from "../driver.ts";
import { readLocalTime, readSeconds } from "../local-time.ts";
import { readCount, readList } from "../options.ts";
import type { Layout } from "./columns.ts";
import { addAccount, addCallerId, addCell, addDialled, addPersonal, cellText, type Line } from "./values.ts";

/** How a site's call records are read, whatever file or table they stand in. */
export interface RecordSettings {
  readonly extensionDigits: number | null;
  readonly internalContexts: readonly string[];
  readonly externalContexts: readonly string[];
  readonly utc: boolean;
  readonly userfield: "phone" | "ssn" | null;
}

/** The options that go with them. */
export const RECORD_OPTIONS: readonly DriverOption[] = [
  {
    name: "extension-length",
    help: "Digits of the company's extensions; without it two to five digits count as one",
  },
  { name: "internal-contexts", help: "Dialplan contexts in which the company's own telephones dial, with commas" },
  { name: "external-contexts", help: "Dialplan contexts in which calls from outside arrive, with commas" },
  { name: "usegmtime", help: "As in cdr.conf: times are UTC", values: ["yes", "no"], default: "no" },
  { name: "userfield", help: "What the column userfield holds", values: ["text", "phone", "ssn"], default: "text" },
];

export function recordSettings(values: DriverOptions): RecordSettings {
  const { userfield } = values;
  return {
    extensionDigits: readCount("extension-length", values, 10),
    internalContexts: readList(values, "internal-contexts"),
    externalContexts: readList(values, "external-contexts"),
    utc: values.usegmtime === "yes",
    userfield: userfield === "phone" || userfield === "ssn" ? userfield : null,
  };
}

/** The one record of a line; null when its times, durations or disposition are none. */
export function readRecord(
  line: Line,
  layout: Layout,
  settings: RecordSettings,
  context: DecodeContext,
): Decoded | null {
  const { text, cells } = line;
  const zone = settings.utc ? "UTC" : context.timeZone;
  const startedAt = readStart(text, cells.start[layout.start] ?? 0, cells.end[layout.start] ?? 0, zone);
  if (startedAt === null) return null;
  const total = secondsIn(line, layout.duration);
  const talk = layout.billsec < 0 ? total : secondsIn(line, layout.billsec);
  const disposition = layout.disposition < 0 ? null : readDisposition(cellText(line, layout.disposition));
  if (total === -1 || talk === null || talk === -1 || disposition === undefined) return null;

  const lastapp = cellText(line, layout.lastapp);
  const sides = readSides(
    cellText(line, layout.src),
    cellText(line, layout.dst),
    cellText(line, layout.dcontext),
    readChannel(cellText(line, layout.channel)),
    readChannel(cellText(line, layout.dstchannel)),
    siteRules(settings, context),
  );
  const callId = cellText(line, layout.uniqueid);
  const linkedId = cellText(line, layout.linkedid);
  return {
    kind: "records",
    records: [
      {
        kind: "call_history",
        callId: callId === "" ? null : callId,
        startedAt,
        durationSeconds: talk,
        ringSeconds: total === null || layout.billsec < 0 || total < talk ? null : total - talk,
        direction: sides.direction,
        disposition,
        extension: sides.extension,
        queue: lastapp === "Queue" ? queueName(cellText(line, layout.lastdata)) : null,
        trunk: sides.trunk,
        costCents: null,
        partOf: linkedId === "" || linkedId === callId ? null : linkedId,
        values: readValues(line, layout, settings),
      },
    ],
  };
}

function readValues(line: Line, layout: Layout, settings: RecordSettings): readonly DecodedValue[] {
  const values: DecodedValue[] = [];
  addCell(line, layout.src, "calling", values);
  addCell(line, layout.dst, "called", values);
  addCallerId(line, layout.clid, values);
  addDialled(line, layout.lastdata, values);
  addDialled(line, layout.channel, values);
  addDialled(line, layout.dstchannel, values);
  addAccount(line, layout.accountcode, values);
  addAccount(line, layout.peeraccount, values);
  if (layout.did >= 0) addCell(line, layout.did, "dialled", values);
  if (layout.cnum >= 0) addCell(line, layout.cnum, "caller", values);
  if (layout.cnam >= 0) addPersonal(line, layout.cnam, "caller", "name", values);
  if (layout.outbound_cnum >= 0) addCell(line, layout.outbound_cnum, "caller", values);
  if (layout.outbound_cnam >= 0) addPersonal(line, layout.outbound_cnam, "caller", "name", values);
  if (layout.dst_cnam >= 0) addPersonal(line, layout.dst_cnam, "called", "name", values);
  if (layout.ssn >= 0) addPersonal(line, layout.ssn, "calling", "ssn", values);
  if (settings.userfield === "ssn") addPersonal(line, layout.userfield, "calling", "ssn", values);
  else if (settings.userfield === "phone") addCell(line, layout.userfield, "redirecting", values);
  else addAccount(line, layout.userfield, values);
  return values;
}

function siteRules(settings: RecordSettings, context: DecodeContext): SiteRules {
  const { internalContexts, externalContexts } = settings;
  const extensionDigits = settings.extensionDigits ?? context.extensionDigits ?? null;
  return { extensionDigits, internalContexts, externalContexts };
}

/** Local time as cdr_csv writes it, or seconds since 1970 as `CDR(start,u)` gives them to cdr_custom. */
export function readStart(text: string, start: number, end: number, zone: string): Date | null {
  const local = readLocalTime(text, start, end, zone);
  if (local !== null) return local;
  const epoch = text.slice(start, end);
  return /^\d{9,10}(?:\.\d{1,6})?$/.test(epoch) ? new Date(Math.trunc(Number(epoch) * 1000)) : null;
}

/** Null where the line has no such column, -1 where it holds no number of seconds. */
export function secondsIn(line: Line, column: number): number | null {
  if (column < 0) return null;
  return readSeconds(line.text, line.cells.start[column] ?? 0, line.cells.end[column] ?? 0);
}

/** Undefined for a word that Asterisk does not write; `CDR(disposition,u)` of cdr_custom gives the numbers of cdr.h. */
function readDisposition(word: string): Disposition | null | undefined {
  switch (word) {
    case "ANSWERED":
    case "8":
      return "answered";
    case "NO ANSWER":
    case "NOANSWER":
    case "CANCEL":
    case "0":
      return "no-answer";
    case "BUSY":
    case "4":
      return "busy";
    case "FAILED":
    case "CONGESTION":
    case "CHANUNAVAIL":
    case "2":
    case "16":
      return "failed";
    case "UNKNOWN":
    case "1":
    case "":
      return null;
    default:
      return undefined;
  }
}

function queueName(lastdata: string): string | null {
  const end = lastdata.search(/[,|]/);
  const name = end < 0 ? lastdata : lastdata.slice(0, end);
  return name === "" ? null : name;
}
