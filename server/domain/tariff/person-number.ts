import { parsePhoneNumberFromString } from "libphonenumber-js/max";

/** Kinds of numbers that an organisation has and no person. */
const SERVICES: ReadonlySet<string> = new Set(["TOLL_FREE", "PREMIUM_RATE", "SHARED_COST", "UAN", "VOICEMAIL"]);

/** No country has shorter numbers of persons, its code included; most prefixes are shorter, and parsing is slow. */
const SHORTEST = 7;

/** From so many digits on, country code included, a number of the fixed network is one line and no area. */
const WHOLE_LINE = 10;

/**
 * Whether digits with a country code are a whole number behind which a person may stand: every complete mobile number, and a line of
 * the fixed network. What is only the beginning of such numbers, or a number of a service, is none.
 */
export function isPersonsNumber(digits: string): boolean {
  if (digits.length < SHORTEST) return false;
  const parsed = parsePhoneNumberFromString(`+${digits}`);
  if (parsed === undefined || !parsed.isValid()) return false;
  const kind = parsed.getType();
  if (kind === undefined) return digits.length >= WHOLE_LINE;
  if (SERVICES.has(kind)) return false;
  return kind === "FIXED_LINE" ? digits.length >= WHOLE_LINE : true;
}

/** Whether a short number is one of so few digits that it names a service of its country. */
export function isShortNumber(digits: string): boolean {
  return /^\d{2,6}$/.test(digits);
}

/** Whether any number of the world begins so, as far as country codes tell. */
export function isCountryPrefix(digits: string): boolean {
  return /^[1-9]\d{0,14}$/.test(digits);
}
