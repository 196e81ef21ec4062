import type { Direction } from "../../domain/codes.ts";
import type { Decoded, DecodedRecord, Driver } from "../driver.ts";
import { readCents } from "../durations.ts";
import { jsonAt } from "../json-offsets.ts";
import { type JsonPage, type JsonRecord, openRecord, say, sayFirst } from "../json-record.ts";
import { readLocalTime, readSeconds } from "../local-time.ts";
import { readOptions } from "../options.ts";
import { readPeople } from "./people.ts";
import { dispositionOf } from "./results.ts";

const PAGE: JsonPage = {
  arrays: ["records"],
  members: ["uri", "paging", "navigation", "syncInfo"],
  telling: ["sessionId", "startTime", "direction"],
};

/** The call log of RingCentral's interface (docs/drivers/ringcentral-call-log.md). */
export const ringcentralCallLog: Driver = {
  id: "ringcentral-call-log",
  title: "RingCentral call log",
  product: "pbx",
  formats: ["json"],
  framing: { kind: "json", pages: PAGE.arrays },
  options: [],
  confirmed: {
    by: "real-records",
    note: "Every member of calls that RingCentral documents, simple and detailed; read against its sample.",
  },
  configure(given) {
    readOptions("ringcentral-call-log", [], given);
    return (frame) => {
      const record = openRecord(frame, PAGE);
      return "node" in record ? readCall(record) : record;
    };
  },
};

function readCall(record: JsonRecord): Decoded {
  const result = say(record, "result");
  if (/^in progress$/i.test(result)) return { kind: "nothing", reason: "call goes on" };
  const start = say(record, "startTime");
  const startedAt = readLocalTime(start, 0, start.length, "UTC");
  if (startedAt === null) return { kind: "undefined", reason: "start: no date and time" };
  const span = say(record, "duration");
  const seconds = span === "" ? 0 : readSeconds(span, 0, span.length);
  if (seconds < 0) return { kind: "undefined", reason: "duration: no number of seconds" };
  const direction = directionOf(record);
  if (direction === null) return { kind: "undefined", reason: "direction: neither Inbound nor Outbound" };
  const disposition = dispositionOf(result, seconds);
  const id = sayFirst(record, "id", "sessionId");
  const decoded: DecodedRecord = {
    kind: "call_history",
    callId: id === "" ? null : id,
    startedAt,
    durationSeconds: disposition === "answered" || disposition === null ? seconds : 0,
    ringSeconds: null,
    direction,
    disposition,
    extension: extensionOf(record, direction),
    queue: null,
    trunk: null,
    costCents: costOf(record),
    partOf: null,
    values: readPeople(record),
  };
  return { kind: "records", records: [decoded] };
}

/** Both sides have an extension and neither a number of the network: the call stayed within the company. */
function directionOf(record: JsonRecord): Direction | null {
  const word = say(record, "direction").toLowerCase();
  if (word !== "inbound" && word !== "outbound") return null;
  const within = ["from", "to"].every(
    (side) => say(record, `${side}.extensionNumber`) !== "" && say(record, `${side}.phoneNumber`) === "",
  );
  if (within) return "internal";
  return word === "inbound" ? "in" : "out";
}

const MOST_LEGS = 100;

/** The side of the company; of a call that went on, the leg that was accepted. */
function extensionOf(record: JsonRecord, direction: Direction): string | null {
  const own = direction === "in" ? "to" : "from";
  const said = sayFirst(record, `${own}.extensionNumber`, "extension.extensionNumber");
  if (said !== "") return said;
  const legs = jsonAt(record.node, "legs");
  if (legs?.kind !== "array") return null;
  for (let at = 0; at < Math.min(legs.items.length, MOST_LEGS); at++) {
    if (dispositionOf(say(record, `legs.${at}.result`), 0) !== "answered") continue;
    const extension = sayFirst(record, `legs.${at}.${own}.extensionNumber`, `legs.${at}.extension.extensionNumber`);
    if (extension !== "") return extension;
  }
  return null;
}

function costOf(record: JsonRecord): number | null {
  const costs = ["billing.costIncluded", "billing.costPurchased"].map((path) => readCents(say(record, path)));
  const known = costs.filter((cents) => cents !== null);
  return known.length === 0 ? null : known.reduce((total, cents) => total + cents, 0);
}
