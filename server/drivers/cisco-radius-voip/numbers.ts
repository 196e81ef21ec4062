import type { Role } from "../../domain/codes.ts";
import type { DecodedValue } from "../driver.ts";
import { isNumberText, sameNumber } from "../values.ts";
import type { Attribute, Attributes } from "./attributes.ts";

/** Who is named in a record: each identifier once, at its first place. */
export function readPersons(attributes: Attributes): DecodedValue[] {
  const values: DecodedValue[] = [];
  for (const [role, names] of SIDES) {
    const found = attributes.find(...names);
    if (found !== null) addNumber(values, found, role);
  }
  const device = attributes.text("nas-identifier", "h323-gw-id");
  for (const attribute of attributes.all) {
    const role = ROLES_OF[attribute.name];
    if (role !== undefined) addNumber(values, attribute, role);
    else if (attribute.name === "user-name") addUser(values, attribute, device);
    else if (attribute.name === "feature-vsa") addFeature(values, attribute);
    else if (isOther(attribute)) addNumber(values, attribute, "caller");
  }
  return values;
}

const SIDES: readonly (readonly [Role, readonly string[]])[] = [
  ["calling", ["calling-station-id"]],
  ["called", ["called-station-id"]],
];

const ROLES_OF: Readonly<Record<string, Role>> = {
  "xpgk-src-number-in": "caller",
  "xpgk-src-number-out": "caller",
  "xpgk-dst-number-in": "dialled",
  "xpgk-dst-number-out": "dialled",
  "gw-rxd-cgn": "caller",
  "gw-final-xlated-cgn": "caller",
  "gw-collected-cgn": "caller",
  "gw-rxd-cdn": "dialled",
  "gw-final-xlated-cdn": "dialled",
  "gw-collected-cdn": "dialled",
  "gw-rxd-rdn": "redirecting",
  "gw-final-xlated-rdn": "redirecting",
  "h323-redirect-number": "redirecting",
  "sip-translated-request-uri": "dialled",
  "sip-request-uri": "dialled",
  "sip-from-user": "caller",
  "sip-to-user": "dialled",
  "sip-rpid": "caller",
  subscriber: "caller",
};

/** A number that stands where no record is known to have one: somebody put it there, and it is somebody's. */
function isOther({ name, text }: Attribute): boolean {
  if (/(?:octets|packets|time|stamp|port|length|id|address|cause|delay|input|output|rate|quality)$/.test(name))
    return false;
  return OTHER.test(name) && isNumberText(text.trim()) && !/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text.trim());
}

const OTHER = /number|caller|callee|calling|called|subscriber|account-code|user|from|phone|msisdn|ani|dnis|cli/;

/** Cisco writes `ton:0,npi:1,pi:0,si:0,#:4085550199` for some; others are the number as it is. */
function addNumber(values: DecodedValue[], { text, start, end }: Attribute, role: Role): void {
  const mark = text.lastIndexOf("#:");
  if (mark < 0 || !/^(?:ton|npi|pi|si):/.test(text)) add(values, text, start, end, role, "phone");
  else if (end - start === text.length) add(values, text.slice(mark + 2), start + mark + 2, end, role, "phone");
  else add(values, text, start, end, role, "phone");
}

/** The account that the gateway named: mostly the caller's number, else a person's name for signing in. */
function addUser(values: DecodedValue[], { text, start, end }: Attribute, device: string | null): void {
  const user = text.trim();
  if (user === device || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(user)) return;
  const isNumber = /^(?:sips?:)?\+?\d+(?:@.*)?$/.test(user);
  add(values, text, start, end, "caller", isNumber ? "phone" : "name");
}

/** `fn:CFNA,ft:...,cgn:1234,cdn:5678,...`: a feature that was used, and between whom. */
function addFeature(values: DecodedValue[], { text, start, end }: Attribute): void {
  if (end - start !== text.length) return;
  for (const match of text.matchAll(/(?:^|,)(cgn|cdn|crn|fwdee|fwder|rdn):([^,]{1,64})/g)) {
    const from = start + match.index + match[0].length - (match[2]?.length ?? 0);
    const role = match[1] === "cgn" ? "caller" : match[1] === "cdn" ? "dialled" : "redirecting";
    add(values, match[2] ?? "", from, start + match.index + match[0].length, role, "phone");
  }
}

/** The two sides of a call are told even when they are the same; a third mention tells nothing new. */
function add(
  values: DecodedValue[],
  text: string,
  from: number,
  to: number,
  role: Role,
  as: DecodedValue["class"],
): void {
  const blanks = text.length - text.trimStart().length;
  const start = from + blanks;
  const end = to - (text.length - text.trimEnd().length);
  const written = text.trim();
  if (written === "" || end <= start) return;
  for (const value of values) {
    if (value.start < end && start < value.end) return;
    const isSame =
      value.class === as && (value.text === written || (as === "phone" && sameNumber(value.text, written)));
    if (isSame && !(isSide(role) && isSide(value.role) && role !== value.role)) return;
  }
  values.push({ role, class: as, text: written, start, end });
}

function isSide(role: Role): boolean {
  return role === "calling" || role === "called";
}
