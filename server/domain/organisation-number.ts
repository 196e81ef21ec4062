import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { AppError } from "./app-error.ts";
import { planOf } from "./numbers/plan.ts";

/**
 * A number or the beginning of numbers that stands in plain in a rule. Numbers of persons never do: they live in the keyring
 * alone, so that what may be a person's is refused, and what may be either needs the word of whoever writes it down.
 */
export interface OrganisationNumber {
  readonly kind: "number" | "prefix";
  /** E.164 without the plus; null for a short number. */
  readonly international: string | null;
  /** The same without the country code. */
  readonly significant: string | null;
  /** A short number as it is dialled; null for others. */
  readonly short: string | null;
  /** Whether somebody has to say that it belongs to an organisation. */
  readonly needsWord: boolean;
}

const SHORTEST_PREFIX = 2;
const LONGEST_SHORT = 6;
/** Of a mobile number: so many digits still leave a thousand people. */
const MOBILE_DIGITS = 6;
/** Of any other number: from here on hardly anybody else is meant. */
const NARROW_DIGITS = 8;

/** Throws AppError "bad-input" with what to do. `country`: whose trunk prefix and short numbers are meant. */
export function readOrganisationNumber(typed: string, country: string): OrganisationNumber {
  const text = typed.replace(/[\s().\-/\u00a0\u2010-\u2015]/g, "");
  const match = /^(\+?)(\d{2,15})(\*?)$/.exec(text);
  if (match === null)
    throw refused(
      "Write the digits of one number, or the beginning of numbers with a * behind it: 020-50 50 50, 08-465 00*.",
    );
  const [, plus = "", digits = "", star = ""] = match;
  const international = internationalOf(plus !== "", digits, country);
  if (international === null) return shortNumber(digits, star !== "");
  return star === "" ? wholeNumber(international) : prefixOf(international);
}

function internationalOf(hasPlus: boolean, digits: string, country: string): string | null {
  if (hasPlus) return digits;
  const { trunkPrefix, callingCode } = planOf(country);
  if (digits.startsWith("00")) return digits.slice(2);
  if (trunkPrefix !== "" && digits.startsWith(trunkPrefix)) return callingCode + digits.slice(trunkPrefix.length);
  return trunkPrefix === "" && digits.length > LONGEST_SHORT ? callingCode + digits : null;
}

function shortNumber(digits: string, isPrefix: boolean): OrganisationNumber {
  if (isPrefix)
    throw refused("Write the beginning of numbers with its area code or country code: 08-465 00*, +46 8 465 00*.");
  if (digits.length < 3 || digits.length > LONGEST_SHORT)
    throw refused("Write the number with its area code, or with + and its country code.");
  return { kind: "number", international: null, significant: null, short: digits, needsWord: false };
}

function wholeNumber(international: string): OrganisationNumber {
  const parsed = parsePhoneNumberFromString(`+${international}`);
  if (parsed === undefined || !parsed.isPossible())
    throw refused("No numbering plan knows this number. Write it with its area code, or with + and its country code.");
  if (isPersons(parsed.getType())) throw refused(PERSONS);
  const significant = String(parsed.nationalNumber);
  return {
    kind: "number",
    international,
    significant,
    short: null,
    needsWord: !isPublic(parsed.getType()),
  };
}

function prefixOf(international: string): OrganisationNumber {
  const { types, callingCode } = completions(international);
  if (callingCode === null) throw refused("No numbering plan knows numbers that begin like this.");
  const significant = international.slice(callingCode.length);
  if (significant.length < SHORTEST_PREFIX)
    throw refused("The beginning needs at least two digits behind the country code, or it means half a country.");
  if (significant.length > MOBILE_DIGITS && types.some(isPersons)) throw refused(PERSONS);
  const needsWord = significant.length >= NARROW_DIGITS && !types.every(isPublic);
  return { kind: "prefix", international, significant, short: null, needsWord };
}

/** What numbers that begin like this can be: tried with every digit behind it and every usual length. */
function completions(international: string): { types: (string | undefined)[]; callingCode: string | null } {
  const types: (string | undefined)[] = [];
  let callingCode: string | null = null;
  for (let length = international.length; length <= 15; length++) {
    for (let digit = 0; digit < 10; digit++) {
      const parsed = parsePhoneNumberFromString(`+${international.padEnd(length, String(digit))}`);
      if (parsed === undefined) continue;
      callingCode ??= parsed.countryCallingCode;
      if (parsed.isValid()) types.push(parsed.getType());
      if (length === international.length) break;
    }
  }
  return { types, callingCode };
}

function isPersons(type: string | undefined): boolean {
  return type === "MOBILE" || type === "PERSONAL_NUMBER" || type === "PAGER";
}

/** Numbers that only somebody who offers something to the public has. */
function isPublic(type: string | undefined): boolean {
  return type === "TOLL_FREE" || type === "SHARED_COST" || type === "PREMIUM_RATE" || type === "UAN";
}

const PERSONS =
  "This is a mobile number, and may be a person's: numbers of persons stand in no rule. To erase a person, search for the number in Data management.";

function refused(text: string): AppError {
  return new AppError("bad-input", text);
}
