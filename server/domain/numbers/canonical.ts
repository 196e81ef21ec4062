import type { NumberKind, ReadNumber } from "./reading.ts";

/** Kinds that name a company's own part, a service or nobody: no person stands behind them. */
const NOBODY: ReadonlySet<NumberKind> = new Set([
  "emergency",
  "service",
  "service_or_short",
  "extension",
  "sip_uri_extension",
  "sip_uri_name",
  "trunk",
  "feature_code",
  "obfuscated",
  "withheld",
  "unavailable",
  "not_a_number",
]);

/** The form by which a number is known: E.164, else the digits as written (six or more); null when it names no outside party. */
export function canonicalPhone(read: ReadNumber): string | null {
  if (read.e164 !== null) return read.e164;
  if (NOBODY.has(read.kind)) return null;
  return read.digits.length >= 6 ? read.digits : null;
}

export interface PhoneAliases {
  readonly digits: string;
  readonly national: string | null;
  readonly last8: string;
}

/** The other ways by which the same number may be looked for: the tiers of Data management. */
export function phoneAliases(read: ReadNumber): PhoneAliases {
  const whole = read.e164 === null ? read.digits : read.e164.slice(1);
  return { digits: read.digits, national: read.national, last8: whole.slice(-8) };
}
