import type { Role } from "../../domain/codes.ts";
import type { DecodedValue } from "../driver.ts";
import { jsonAt } from "../json-offsets.ts";
import { addMember, addStrangers, type JsonRecord, say } from "../json-record.ts";
import { addValue, isNumberText } from "../values.ts";

/** Members that hold ids of the switch's own, and addresses that are read by themselves. */
const NOT_PEOPLE = new Set([
  "from",
  "to",
  "request",
  "inception",
  "call_id",
  "other_leg_call_id",
  "id",
  "media_server",
  "presence_id",
]);

/** Everybody the leg names. What was asked for is whom the caller called; who answered is told by the callee's number. */
export function readPeople(record: JsonRecord): DecodedValue[] {
  const values: DecodedValue[] = [];
  if (!addMember(record, "caller_id_number", "calling", "phone", values)) addUser(record, "from", "calling", values);
  if (!addUser(record, "request", "called", values) && !addUser(record, "to", "called", values))
    addMember(record, "callee_id_number", "called", "phone", values);
  addMember(record, "callee_id_number", "transferred", "phone", values);
  addUser(record, "from", "caller", values);
  addUser(record, "to", "dialled", values);
  addUser(record, "inception", "caller", values);
  addName(record, "caller_id_name", "calling", values);
  addName(record, "callee_id_name", "called", values);
  addStrangers(record, values, NOT_PEOPLE);
  return values;
}

/** What stands before the realm. */
export function userOf(address: string): string {
  const at = address.indexOf("@");
  return at < 0 ? address : address.slice(0, at);
}

/** Where it is a number; what devices log in with is nobody's. */
function addUser(record: JsonRecord, path: string, role: Role, values: DecodedValue[]): boolean {
  const node = jsonAt(record.node, path);
  const user = userOf(say(record, path));
  if (node?.kind !== "string" || node.escaped || !isNumberText(user, 2)) return false;
  const from = record.text.indexOf(user, node.start);
  return from >= node.start && from + user.length <= node.end
    ? addValue(record, from, from + user.length, role, "phone", values)
    : false;
}

function addName(record: JsonRecord, path: string, role: Role, values: DecodedValue[]): void {
  const name = say(record, path);
  if (/^(?:anonymous|unknown|unavailable|restricted)$/i.test(name)) return;
  if (isNumberText(name, 2)) addMember(record, path, role === "calling" ? "caller" : "transferred", "phone", values);
  else addMember(record, path, role, "name", values);
}
