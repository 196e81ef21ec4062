/** The kinds of reading, as the vectors name them; they appear in the command `number` and never change their spelling. */
export type NumberKind =
  | "e164"
  | "national"
  | "international"
  | "national_after_outside_line"
  | "international_after_outside_line"
  | "e164_urlencoded"
  | "sip_uri_phone"
  | "national_local_digits"
  | "invalid_e164"
  | "emergency"
  | "service"
  | "service_or_short"
  | "extension"
  | "sip_uri_extension"
  | "sip_uri_name"
  | "tel_uri_local"
  | "trunk"
  | "feature_code"
  | "obfuscated"
  | "withheld"
  | "unavailable"
  | "not_a_number";

/** Why a text was read as it was; the sentences stand in reasons.ts, the portal translates by this key. */
export type NumberReason =
  | "plus"
  | "country-code-without-plus"
  | "trunk-prefix"
  | "no-trunk-prefix"
  | "international-prefix"
  | "after-outside-line"
  | "country-code-unknown"
  | "number-too-short"
  | "number-too-long"
  | "not-in-numbering-plan"
  | "emergency-number"
  | "service-number"
  | "short-number"
  | "extension-length"
  | "device-name"
  | "local-digits"
  | "trunk-name"
  | "star-code"
  | "digits-hidden"
  | "caller-withheld"
  | "not-sent"
  | "name-in-uri"
  | "local-uri"
  | "letters";

export interface ReadNumber {
  readonly kind: NumberKind;
  readonly e164: string | null;
  /** As written, decoration stripped: digits, and * and # where they were dialled. */
  readonly digits: string;
  /** With the trunk prefix of its own country, e.g. "0701740605"; null where no country is known. */
  readonly national: string | null;
  /** The display name that came with it, else what to show; not grouped (`displayNumber` groups). */
  readonly display: string;
  /** Whether the numbering plan knows such a number. */
  readonly valid: boolean;
  readonly reason: NumberReason;
  /** Other readings of the same digits, likeliest first. */
  readonly also: readonly OtherReading[];
}

export interface OtherReading {
  readonly kind: NumberKind | "ssn";
  readonly value: string;
}
