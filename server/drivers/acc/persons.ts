import type { Role } from "../../domain/codes.ts";
import type { DecodedValue } from "../driver.ts";
import { isNumberText, sameNumber } from "../values.ts";
import type { Field, Fields } from "./fields.ts";

/** Which extra fields say who called whom: by the options, else by the names that examples and handbooks use. */
export interface PersonFields {
  readonly calling: readonly string[];
  readonly called: readonly string[];
  readonly dialled: readonly string[];
}

export const USUAL: PersonFields = {
  calling: [
    "src_user",
    "caller",
    "caller_number",
    "calling",
    "callerid",
    "caller_id",
    "from_user",
    "src",
    "cli",
    "src_uri",
    "from_uri",
    "from",
  ],
  called: ["dst_user", "callee", "callee_number", "called", "to_user", "dst", "r_user", "dst_uri", "to_uri", "to"],
  dialled: ["dst_ouser", "dialled", "dialed", "orig_dst", "ruri", "r_uri", "o_user", "ouri"],
};

/** Fields of the line itself: what stands in them is nobody's number. */
const CORE = new Set(
  "timestamp time_attr time_exten method from_tag to_tag call_id callid code reason created call_start_time start_time end_time duration ms_duration setuptime setup_time cseq src_ip dst_ip src_port dst_port sip_code sip_reason".split(
    " ",
  ),
);

export function readPersons(fields: Fields, names: PersonFields): DecodedValue[] {
  const values: DecodedValue[] = [];
  const calling = fields.find(names.calling);
  const called = fields.find(names.called);
  if (calling !== null) add(values, calling, "calling", "phone");
  if (called !== null) add(values, called, "called", "phone");
  const dialled = fields.find(names.dialled);
  if (dialled !== null) add(values, dialled, "dialled", "phone");
  for (const field of fields.all) {
    if (field === calling || field === called || field === dialled || CORE.has(field.name)) continue;
    // One line tells every leg of a forwarded call: after the first callee come those it went on to.
    if (field.name === called?.name) add(values, field, "transferred", "phone");
    else if (/name$|^(?:fn|tn|display)/.test(field.name) && !isIdentifier(field.text))
      add(values, field, "caller", "name");
    else if (isIdentifier(field.text)) add(values, field, isCaller(field.name) ? "caller" : "dialled", "phone");
  }
  return values;
}

function isCaller(name: string): boolean {
  return /src|from|caller|calling|cli|pai|rpid|asserted|auth|ani/.test(name);
}

/** A number of six digits or more, or a SIP or telephone address of one. */
function isIdentifier(text: string): boolean {
  const user = /(?:sips?|tel):([^@;>]{1,64})/i.exec(text)?.[1] ?? text;
  return isNumberText(user.trim()) && !/^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$/.test(user.trim());
}

function add(values: DecodedValue[], field: Field, role: Role, as: DecodedValue["class"]): void {
  const text = field.text.trim();
  const start = field.start + (field.text.length - field.text.trimStart().length);
  const end = field.end - (field.text.length - field.text.trimEnd().length);
  if (text === "" || text === "<null>" || text === "<nil>" || end <= start) return;
  for (const value of values) {
    if (value.start < end && start < value.end) return;
    const isSame =
      value.class === as && (value.text === text || (as === "phone" && sameNumber(userOf(value.text), userOf(text))));
    if (isSame && !(isSide(role) && isSide(value.role) && role !== value.role)) return;
  }
  values.push({ role, class: as, text, start, end });
}

/** Of an address its user part: the same number may stand there with another host. */
export function userOf(text: string): string {
  return /(?:sips?|tel):([^@;>]{1,64})/i.exec(text)?.[1] ?? text;
}

function isSide(role: Role): boolean {
  return role === "calling" || role === "called";
}
