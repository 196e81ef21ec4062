import { undress, type Undressed } from "./decoration.ts";
import { candidates } from "./dialled.ts";
import { type ParsedE164, parseInternational, type Plan } from "./plan.ts";
import type { NumberKind, NumberReason, ReadNumber } from "./reading.ts";
import { isEmergency, isService } from "./short-numbers.ts";
import type { NumberSite } from "./site.ts";
import { isUnavailableWord, isWithheldWord } from "./words.ts";

const SEPARATORS = /[\s\u00a0().,\-/\u2010-\u2015\u202a-\u202e\u2060]/g;
const HIDDEN = /[.•…]{2,}|\*{2,}|[xX]{2,}/;
const TRUNK = /^(?:T|TRK|TRUNK|CO|LINE)[ .-]?\d{1,5}$/i;
const DEVICE = /^(?:E|EXT|EXTN|EXTENSION|X|(?:PJ)?SIP\/)[ .:]*(\d{2,6})$/i;
const WITHHOLD_CODE = /^[*#]31#/;

/** Every rule of reading, in their order. What a plain number costs here is libphonenumber's parse, about 13 microseconds. */
export function readSlowly(text: string, site: NumberSite, plan: Plan): ReadNumber {
  const dress = undress(text);
  const words = readWords(dress, site);
  if (words !== null) return words;
  const body = dress.body.replace(/^(\+\d{1,3}[\s.-]?)\(0\)/, "$1");
  const compact = body.replace(SEPARATORS, "").replace(WITHHOLD_CODE, "");
  if (/^[*#][\d*#]+$/.test(compact)) return reading("feature_code", "star-code", compact, { valid: true });
  if (dress.scheme === "tel" && dress.context !== null) return readLocalUri(dress, compact);
  if (/^\+\d+$/.test(compact)) return dressed(readPlus(compact.slice(1)), dress);
  if (/^\d+$/.test(compact)) return dressed(readDigits(compact, site, plan), dress);
  if (dress.scheme === "sip")
    return reading("sip_uri_name", "name-in-uri", dress.host === null ? dress.body : `${dress.body}@${dress.host}`);
  return reading("not_a_number", "letters", body.trim());
}

/** Words, trunks, devices and hidden digits: what is no number although it stands in a number's place. */
function readWords({ body, host }: Undressed, site: NumberSite): ReadNumber | null {
  const plain = body.trim();
  if (isWithheldWord(plain, host)) return reading("withheld", "caller-withheld", plain);
  if (isUnavailableWord(plain)) return reading("unavailable", "not-sent", plain);
  const unspaced = plain.replace(/\s+/g, "");
  if (/\d/.test(unspaced) && !/^[*#]/.test(unspaced) && HIDDEN.test(unspaced))
    return reading("obfuscated", "digits-hidden", unspaced);
  if (TRUNK.test(plain)) return reading("trunk", "trunk-name", plain, { valid: true });
  const device = DEVICE.exec(plain)?.[1];
  if (device !== undefined && (site.extensionDigits ?? device.length) === device.length) {
    return reading("extension", "device-name", device, { valid: true });
  }
  return null;
}

function readPlus(digits: string): ReadNumber {
  const parsed = parseInternational(digits);
  if (parsed === null || !parsed.possible) {
    return reading(
      "invalid_e164",
      digits.length < 8 ? "number-too-short" : parsed === null ? "country-code-unknown" : lengthReason(digits),
      digits,
    );
  }
  return known("e164", parsed.valid ? "plus" : "not-in-numbering-plan", digits, parsed);
}

function readDigits(digits: string, site: NumberSite, plan: Plan): ReadNumber {
  const outside = site.outsideLine ?? "";
  const bare = outside !== "" && digits.startsWith(outside) ? digits.slice(outside.length) : digits;
  for (const short of new Set([digits, bare])) {
    if (isEmergency(short, plan.callingCode)) return reading("emergency", "emergency-number", digits, { valid: true });
  }
  if (digits.length === site.extensionDigits) return reading("extension", "extension-length", digits, { valid: true });
  for (const short of new Set([digits, bare])) {
    if (isService(short, plan.callingCode)) return reading("service", "service-number", digits, { valid: true });
  }
  const [best, ...others] = candidates(digits, site, plan);
  if (best !== undefined) {
    // Beside a number that exists, one that cannot exist is no other reading.
    const also = others
      .filter((other) => other.e164 !== best.e164 && (other.valid || !best.valid))
      .map((other) => ({ kind: other.kind, value: other.e164 }));
    return { ...known(best.kind, best.valid ? best.reason : "not-in-numbering-plan", digits, best), also };
  }
  if (digits.length <= 5) return reading("service_or_short", "short-number", digits, { valid: true });
  return reading("national_local_digits", digits.length > 15 ? "number-too-long" : "local-digits", digits);
}

/** RFC 3966: a local number with its context. Joined it is dialled from elsewhere; where that is no number, it stays raw. */
function readLocalUri({ body, context }: Undressed, compact: string): ReadNumber {
  const prefix = /^\+[\d\-.()]+$/.test(context ?? "") ? (context ?? "").replace(/\D/g, "") : null;
  const joined = prefix === null || !/^\d+$/.test(compact) ? null : parseInternational(prefix + compact);
  if (joined?.valid === true) return known("tel_uri_local", "local-uri", compact, joined);
  return { ...reading("tel_uri_local", "local-uri", compact), display: body };
}

/** A URI or URL encoding names the kind, a display name is what to show. */
function dressed(read: ReadNumber, { scheme, name, urlEncoded }: Undressed): ReadNumber {
  const display = name ?? read.display;
  if (scheme === "sip") return { ...read, kind: read.e164 === null ? sipKind(read.kind) : "sip_uri_phone", display };
  if (urlEncoded && read.kind === "e164") return { ...read, kind: "e164_urlencoded", display };
  return display === read.display ? read : { ...read, display };
}

function sipKind(kind: NumberKind): NumberKind {
  return kind === "extension" || kind === "service_or_short" ? "sip_uri_extension" : kind;
}

function lengthReason(digits: string): NumberReason {
  return digits.length > 15 ? "number-too-long" : "not-in-numbering-plan";
}

function known(kind: NumberKind, reason: NumberReason, digits: string, parsed: ParsedE164): ReadNumber {
  const { e164, national, valid } = parsed;
  return { kind, e164, digits, national, display: e164, valid, reason, also: [] };
}

function reading(kind: NumberKind, reason: NumberReason, text: string, options: { valid?: boolean } = {}): ReadNumber {
  const digits = /^[\d*#]+$/.test(text) ? text : text.replace(/[^\d]/g, "");
  return { kind, e164: null, digits, national: null, display: text, valid: options.valid ?? false, reason, also: [] };
}
