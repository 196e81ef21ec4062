import { luhnDigit } from "./luhn.ts";

/** Which of Skatteverket's numbers it is. "truncated" is what is left when the last four digits are gone. */
export type SsnKind = "personnummer" | "coordination" | "interim" | "truncated";

export type SsnReason =
  | "check-digit-right"
  | "check-digit-wrong"
  | "serial-not-issued"
  | "last-four-missing"
  | "interim-number";

export interface ReadSsn {
  /** Twelve characters YYYYMMDDNNNN (an interim number keeps its letter), or YYYYMMDD for a truncated one. */
  readonly canonical: string;
  readonly truncated: string;
  readonly kind: SsnKind;
  /** Whether the check digit fits. A wrong one is still somebody's number, mistyped: it is searched and masked alike. */
  readonly valid: boolean;
  readonly reason: SsnReason;
  /** The same digits in the other century, where none was written. */
  readonly also: readonly string[];
}

const FORM = /^(\d{2})?(\d{2})(\d{2})(\d{2})([-+\u2010-\u2015 ]?)([\dTRSUWXJKLMN]\d{3}|[Xx*•_]{4})?$/;
const INTERIM = /^[TRSUWXJKLMN]/;

/**
 * Reads one personal identity number in any notation, or null when it is none (a date that cannot be, an organisation
 * number, too few digits). Without a century it is read by `at`, the moment of the call, as the Act reads it: the latest
 * year not after it, or with a plus the one a hundred years before. Source: SKV 704; coordination numbers add 60 to the
 * day, and where the birth date is unknown month 00 and day 60 occur.
 */
export function readSsn(text: string, at: Date): ReadSsn | null {
  const parts = FORM.exec(text.replace(/\s+/g, ""));
  if (parts === null) return null;
  const [, century = "", yy = "", mm = "", dd = "", separator = "", last = ""] = parts;
  const missing = last === "" || /^[Xx*•_]{4}$/.test(last);
  // Six or eight bare digits are anything; only a masked tail or a written century makes them a truncated number.
  if (missing && (century === "" ? last === "" : separator !== "" && last === "")) return null;
  const year = century === "" ? yearBy(at, yy, mm, dd, separator === "+") : Number(century + yy);
  const born = `${String(year).padStart(4, "0")}${mm}${dd}`;
  const coordination = Number(dd) >= 60;
  if (!plausible(year, mm, dd, at)) return null;
  const also = century === "" ? [otherCentury(year, at) + mm + dd] : [];
  if (missing)
    return { canonical: born, truncated: born, kind: "truncated", valid: true, reason: "last-four-missing", also };
  const interim = INTERIM.test(last);
  const issued = !last.startsWith("000");
  const right = luhnDigit(yy + mm + dd + (interim ? `1${last.slice(1, 3)}` : last.slice(0, 3))) === Number(last[3]);
  return {
    canonical: born + last,
    truncated: born,
    kind: interim ? "interim" : coordination ? "coordination" : "personnummer",
    valid: interim || (right && issued),
    reason: interim
      ? "interim-number"
      : !issued
        ? "serial-not-issued"
        : right
          ? "check-digit-right"
          : "check-digit-wrong",
    also: also.map((date) => date + last),
  };
}

/** Years as written, any age up to 130: a number of the dead or the mistyped is personal as well. */
function plausible(year: number, mm: string, dd: string, at: Date): boolean {
  const month = Number(mm);
  const day = Number(dd);
  if (year < 1840 || year > at.getUTCFullYear() + 1 || month > 12) return false;
  if (day >= 60) return day <= 91;
  if (month === 0 || day === 0) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function yearBy(at: Date, yy: string, mm: string, dd: string, hundred: boolean): number {
  const now = at.getUTCFullYear();
  const latest = hundred ? now - 100 : now;
  const year = latest - ((((latest - Number(yy)) % 100) + 100) % 100);
  if (hundred || year < now) return year;
  const day = Number(dd) % 60;
  return Date.UTC(year, Number(mm) - 1, day) > at.getTime() ? year - 100 : year;
}

function otherCentury(year: number, at: Date): string {
  const earlier = year - 100;
  return String(earlier < 1840 && year + 100 <= at.getUTCFullYear() ? year + 100 : earlier);
}
