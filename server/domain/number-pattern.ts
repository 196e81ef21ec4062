import { getCountryCallingCode, isSupportedCountry } from "libphonenumber-js/max";
import { AppError } from "./app-error.ts";

/** What somebody typed to look for several identifiers at once: digits, `*` for any digits, `?` for one. */
export interface NumberPattern {
  readonly kind: "phone" | "ssn";
  /** Digits and the two signs, as they are compared. */
  readonly text: string;
  matches(canonical: string): boolean;
}

/** Fewer digits match half a country. */
const LEAST_DIGITS = 3;

/** Throws AppError "bad-input" with what to do. */
export function readPattern(typed: string, kind: "phone" | "ssn", country: string): NumberPattern {
  const text = typed.replace(/[\s().\-/\u2010-\u2015]/g, "");
  if (!/^\+?[\d*?]+$/.test(text))
    throw new AppError("bad-input", "A pattern is made of digits, * for any digits and ? for one digit: 070-174*.");
  if (!/[*?]/.test(text))
    throw new AppError("bad-input", "This is a whole number and no pattern: search for it, or put a * or ? into it.");
  if (text.replace(/\D/g, "").length < LEAST_DIGITS)
    throw new AppError("bad-input", `A pattern needs at least ${LEAST_DIGITS} digits, or it matches nearly everybody.`);
  const forms = kind === "phone" ? phoneForms(country) : ssnForms;
  return { kind, text, matches: (canonical) => forms(canonical).some((form) => fits(text, form)) };
}

/** Two pointers and one way back, to the last star: the work is the product of the lengths at most. */
function fits(pattern: string, form: string): boolean {
  let at = 0;
  let star = -1;
  let from = 0;
  for (let place = 0; place < form.length; ) {
    if (pattern[at] === "*") {
      star = at++;
      from = place;
    } else if (pattern[at] === form[place] || (pattern[at] === "?" && form[place] !== "+")) {
      at++;
      place++;
    } else if (star >= 0 && form[from] !== "+") {
      at = star + 1;
      place = ++from;
    } else return false;
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}

/** The ways in which people write one number: international with + and 00, and in their own country with a 0 or without. */
function phoneForms(country: string): (canonical: string) => string[] {
  const own = isSupportedCountry(country) ? getCountryCallingCode(country) : "";
  return (canonical) => {
    if (!canonical.startsWith("+")) return [canonical.replace(/\D/g, "")];
    const digits = canonical.slice(1);
    const national = own !== "" && digits.startsWith(own) ? digits.slice(own.length) : null;
    return [canonical, digits, `00${digits}`, ...(national === null ? [] : [`0${national}`, national])];
  };
}

function ssnForms(canonical: string): string[] {
  const digits = canonical.replace(/\D/g, "");
  return digits.length === 12 ? [digits, digits.slice(2)] : [digits];
}
