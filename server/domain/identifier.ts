import { findSsns } from "./find-ssns.ts";
import { isSubscriber } from "./keyed-ssn.ts";
import { canonicalPhone, type NumberSite, phoneAliases, type ReadNumber, readNumber } from "./numbers/index.ts";
import type { NumberReason } from "./numbers/reading.ts";
import { type ReadSsn, readSsn, type SsnReason } from "./ssn.ts";

export type IdentifierReason =
  | NumberReason
  | SsnReason
  | "no-number"
  | "no-personal-identity-number"
  | "names-no-person";

/** What somebody typed into the search box, understood. */
export interface ReadIdentifier {
  readonly type: "phone" | "ssn";
  /** The class under which the canonical form is kept; a truncated SSN is a class of its own. */
  readonly class: "phone" | "ssn" | "ssn_truncated";
  /** null when it can be searched for by no canonical form; `reason` says why. */
  readonly canonical: string | null;
  readonly display: string;
  /** How it was read: a key of reasons.ts. */
  readonly reading: string;
  /** The other forms under which it is searched as well, for people to see. */
  readonly notations: readonly string[];
  readonly aliases: { readonly digits?: string; readonly national?: string; readonly last8?: string };
  /** The truncated form of a full SSN, searched as a possible hit. */
  readonly truncated: string | null;
  readonly valid: boolean;
  readonly reason: IdentifierReason;
  readonly also: readonly { readonly kind: string; readonly value: string }[];
}

/** Reads a search. "detect" decides by the notation first and, where the bare digits allow both, for the telephone number. */
export function readIdentifier(
  text: string,
  type: "detect" | "phone" | "ssn",
  site: NumberSite,
  at: Date,
): ReadIdentifier {
  const asked = type === "detect" ? detect(text, site, at) : type;
  if (asked === "phone") return asPhone(readNumber(text, site, { at }), text);
  const ssn = readSsn(text, at) ?? findSsns(text, at)[0]?.ssn ?? null;
  const phone = /^0\d{9}$/.test(text.trim()) ? readNumber(text, site) : null;
  return asSsn(ssn, text, phone?.valid === true ? phone : null);
}

function detect(text: string, site: NumberSite, at: Date): "phone" | "ssn" {
  const trimmed = text.trim();
  const ssn = readSsn(trimmed, at);
  if (ssn === null)
    return readNumber(trimmed, site).e164 === null && findSsns(trimmed, at).length > 0 ? "ssn" : "phone";
  const phone = readNumber(trimmed, site);
  if (/^(\d{2})?\d{6}[-+]/.test(trimmed)) return "ssn";
  if (phone.e164 === null) return "ssn";
  if (!phone.valid) return ssn.valid ? "ssn" : "phone";
  return ssn.valid && !isSubscriber(phone) ? "ssn" : "phone";
}

function asPhone(read: ReadNumber, text: string): ReadIdentifier {
  const canonical = canonicalPhone(read);
  const { digits, national, last8 } = phoneAliases(read);
  const empty = text.trim() === "";
  return {
    type: "phone",
    class: "phone",
    canonical,
    display: read.e164 ?? read.display,
    reading: empty ? "no-number" : read.reason,
    notations: canonical === null ? [] : [...new Set([canonical, national, digits].filter((n) => n !== null))],
    aliases: canonical === null ? {} : { digits, ...(national === null ? {} : { national }), last8 },
    truncated: null,
    valid: read.valid,
    reason: empty ? "no-number" : canonical === null && read.valid ? "names-no-person" : read.reason,
    also: read.also,
  };
}

function asSsn(ssn: ReadSsn | null, text: string, phone: ReadNumber | null): ReadIdentifier {
  const shared = { type: "ssn" as const, aliases: {} };
  if (ssn === null) {
    const reason = "no-personal-identity-number" as const;
    return {
      ...shared,
      class: "ssn",
      canonical: null,
      display: text.trim(),
      reading: reason,
      notations: [],
      truncated: null,
      valid: false,
      reason,
      also: [],
    };
  }
  const truncated = ssn.kind === "truncated";
  return {
    ...shared,
    class: truncated ? "ssn_truncated" : "ssn",
    canonical: ssn.canonical,
    display: truncated ? ssn.canonical : `${ssn.truncated}-${ssn.canonical.slice(8)}`,
    reading: ssn.reason,
    notations: [ssn.canonical, ...ssn.also],
    truncated: truncated ? null : ssn.truncated,
    valid: ssn.valid,
    reason: ssn.reason,
    also: [
      ...ssn.also.map((value) => ({ kind: "ssn", value })),
      ...(phone?.e164 == null ? [] : [{ kind: phone.kind, value: phone.e164 }]),
    ],
  };
}
