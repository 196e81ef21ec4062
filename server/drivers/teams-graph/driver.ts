import type { Direction, Disposition } from "../../domain/codes.ts";
import type { Decoded, DecodedRecord, DecodedValue, Driver } from "../driver.ts";
import { readCents } from "../durations.ts";
import { addMember, addStrangers, type JsonPage, type JsonRecord, openRecord, say, sayFirst } from "../json-record.ts";
import { readLocalTime, readSeconds } from "../local-time.ts";
import { readOptions } from "../options.ts";
import { ofSipAnswer } from "../sip-answer.ts";

const PAGE: JsonPage = {
  arrays: ["value"],
  members: ["error"],
  telling: ["callType", "startDateTime", "callerNumber", "calleeNumber"],
};

/** Rows of Microsoft Graph's logs of Teams calls to the telephone network (docs/drivers/teams-graph.md). */
export const teamsGraph: Driver = {
  id: "teams-graph",
  title: "Microsoft Teams, call records of Graph (PSTN, Direct Routing)",
  product: "pbx",
  formats: ["json"],
  framing: { kind: "json", pages: PAGE.arrays },
  options: [],
  confirmed: {
    by: "real-records",
    note: "Every member that Microsoft's documentation names; read against its example of a Direct Routing page.",
  },
  configure(given) {
    readOptions("teams-graph", [], given);
    return (frame) => {
      const record = openRecord(frame, PAGE);
      return "node" in record ? readRow(record) : record;
    };
  },
};

/** Members that hold the interface's own ids and hosts. */
const NOT_PEOPLE = new Set([
  "id",
  "callId",
  "correlationId",
  "userId",
  "trunkFullyQualifiedDomainName",
  "clientLocalIpV4Address",
]);

function readRow(record: JsonRecord): Decoded {
  if (say(record, "smsId") !== "" || say(record, "smsType") !== "") return { kind: "nothing", reason: "text message" };
  const callType = say(record, "callType");
  const [start, invite, failure] = ["startDateTime", "inviteDateTime", "failureDateTime"].map((name) =>
    readInstant(say(record, name)),
  );
  if (start === undefined || invite === undefined || failure === undefined)
    return { kind: "undefined", reason: "time: no date and time" };
  const startedAt = start ?? invite ?? failure;
  if (startedAt === null) return { kind: "undefined", reason: "start: no time of it" };
  const seconds = readSpan(say(record, "duration"));
  if (seconds < 0) return { kind: "undefined", reason: "duration: no number of seconds" };
  const direction = directionOf(callType);
  const disposition = dispositionOf(record, seconds);
  const id = sayFirst(record, "id", "callId", "correlationId");
  const decoded: DecodedRecord = {
    kind: "call_history",
    callId: id === "" ? null : id,
    startedAt,
    durationSeconds: disposition === "answered" ? seconds : 0,
    ringSeconds: ringOf(invite, start),
    direction,
    disposition,
    extension: ownNumber(record, direction),
    queue: null,
    trunk: say(record, "trunkFullyQualifiedDomainName") || null,
    costCents: readCents(say(record, "charge")),
    partOf: null,
    values: readPeople(record, direction),
  };
  return { kind: "records", records: [decoded] };
}

/** Null when the row says there is none (the first day of the calendar); undefined when it is no time. */
function readInstant(text: string): Date | null | undefined {
  if (text === "" || text.startsWith("0001-01-01T00:00:00")) return null;
  return readLocalTime(text, 0, text.length, "UTC") ?? undefined;
}

function readSpan(text: string): number {
  return text === "" ? 0 : readSeconds(text, 0, text.length);
}

function ringOf(invite: Date | null, start: Date | null): number | null {
  if (invite === null || start === null) return null;
  const seconds = Math.round((start.getTime() - invite.getTime()) / 1_000);
  return seconds >= 0 && seconds < 86_400 ? seconds : null;
}

/** `user_in`, `oc_conf_out`, `ucap_in` of calling plans; `ByotIn`, `ByotOutUserTransfer` of Direct Routing. */
function directionOf(callType: string): Direction | null {
  const words = callType
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[_\s-]+/);
  if (words.includes("in") || words.includes("inbound")) return "in";
  return words.includes("out") || words.includes("outbound") || words.includes("emergency") ? "out" : null;
}

/** Direct Routing says whether it succeeded, and by which answer not; calling plans tell it by the duration alone. */
function dispositionOf(record: JsonRecord, seconds: number): Disposition {
  const successful = say(record, "successfulCall").toLowerCase();
  if (successful === "true") return "answered";
  if (successful === "" && seconds > 0) return "answered";
  const code = Number(say(record, "finalSipCode"));
  const answer = Number.isInteger(code) && code >= 300 ? ofSipAnswer(code) : "no-answer";
  return answer === "answered" ? "no-answer" : answer;
}

/** A number whose end is hidden is nobody's. */
function ownNumber(record: JsonRecord, direction: Direction | null): string | null {
  const number = direction === null ? "" : say(record, direction === "in" ? "calleeNumber" : "callerNumber");
  return /^\+?\d{2,15}$/.test(number) ? number : null;
}

function readPeople(record: JsonRecord, direction: Direction | null): DecodedValue[] {
  const values: DecodedValue[] = [];
  const own = direction === "in" ? "called" : "calling";
  addMember(record, "callerNumber", "calling", "phone", values);
  addMember(record, "calleeNumber", "called", "phone", values);
  addMember(record, "userDisplayName", own, "name", values);
  addMember(record, "userPrincipalName", own, "name", values);
  addStrangers(record, values, NOT_PEOPLE);
  return values;
}
