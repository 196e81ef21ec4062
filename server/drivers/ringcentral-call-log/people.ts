import type { Role } from "../../domain/codes.ts";
import type { DecodedValue } from "../driver.ts";
import { jsonAt } from "../json-offsets.ts";
import { addMember, addStrangers, type JsonRecord, say } from "../json-record.ts";
import { isNumberText } from "../values.ts";

const MOST_LEGS = 100;
/** Members that hold ids and addresses of the interface's own. */
const NOT_PEOPLE = new Set([
  "uri",
  "id",
  "sessionId",
  "telephonySessionId",
  "partyId",
  "sipUuidInfo",
  "contentUri",
  "recording",
]);

/** Everybody of the call and, in a detailed log, of its legs. */
export function readPeople(record: JsonRecord): DecodedValue[] {
  const values: DecodedValue[] = [];
  addParty(record, "from", "calling", "caller", values);
  addParty(record, "to", "called", "transferred", values);
  addNumber(record, "extension.extensionNumber", "transferred", values);
  addName(record, "extension.name", "transferred", values);
  addName(record, "delegate.name", "transferred", values);
  const legs = jsonAt(record.node, "legs");
  const count = legs?.kind === "array" ? Math.min(legs.items.length, MOST_LEGS) : 0;
  for (let at = 0; at < count; at++) {
    addParty(record, `legs.${at}.from`, "caller", "caller", values);
    addParty(record, `legs.${at}.to`, "transferred", "transferred", values);
    addNumber(record, `legs.${at}.extension.extensionNumber`, "transferred", values);
    addName(record, `legs.${at}.delegate.name`, "transferred", values);
  }
  addStrangers(record, values, NOT_PEOPLE);
  return values;
}

/** A number of the network, or an extension; `second`: the role of the extension beside a number. */
function addParty(record: JsonRecord, path: string, role: Role, second: Role, values: DecodedValue[]): void {
  const isNumber = addNumber(record, `${path}.phoneNumber`, role, values);
  addNumber(record, `${path}.extensionNumber`, isNumber ? second : role, values);
  addName(record, `${path}.name`, role, values);
}

function addNumber(record: JsonRecord, path: string, role: Role, values: DecodedValue[]): boolean {
  return addMember(record, path, role, "phone", values);
}

function addName(record: JsonRecord, path: string, role: Role, values: DecodedValue[]): void {
  const name = say(record, path);
  if (/^(?:anonymous|unknown|unavailable|restricted|blocked)$/i.test(name)) return;
  if (isNumberText(name)) addNumber(record, path, role === "calling" ? "caller" : "transferred", values);
  else addMember(record, path, role, "name", values);
}
