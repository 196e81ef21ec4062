import type { NumberSite, ReadNumber } from "./numbers/index.ts";
import { type ReadSsn, readSsn } from "./ssn.ts";

const KEYED = /(?:^|[*#])((?:\d{2})?\d{6}[-+]?(?:\d{4}|[TRSUWXJKLMN]\d{3}))[*#]*$/;

const SHORTEST = 10;

/**
 * A personal identity number where a telephone number should stand: keyed in as digits, with or without stars and hashes or
 * the outside line around it. Digits that a subscriber may have stay a telephone number (`phone`, as it was read); a search
 * finds them as possible by either. A wrong check digit counts where nothing else can be meant. Null when it is none.
 */
export function keyedSsn(text: string, phone: ReadNumber, site: NumberSite, at: Date): ReadSsn | null {
  if (text.length < SHORTEST || (phone.valid && phone.e164 !== null && isSubscriber(phone))) return null;
  const digits = KEYED.exec(text.replace(/[\s\u00a0]/g, ""))?.[1];
  if (digits !== undefined) {
    const ssn = readSsn(digits, at);
    if (ssn !== null && isMeant(digits, ssn, phone)) return ssn;
  }
  const line = site.outsideLine ?? "";
  if (line === "" || !text.startsWith(line)) return null;
  const behind = KEYED.exec(text.slice(line.length))?.[1];
  const ssn = behind === undefined ? null : readSsn(behind, at);
  return ssn?.valid === true && !phone.valid ? ssn : null;
}

function isMeant(digits: string, ssn: ReadSsn, phone: ReadNumber): boolean {
  if (ssn.kind === "interim" || /[-+]/.test(digits) || ssn.valid) return true;
  return digits.length === 12 && phone.e164 === null;
}

/** No Swedish subscriber number begins with 0; libphonenumber's patterns let it pass. */
export function isSubscriber(phone: ReadNumber): boolean {
  return !/^\+46(?:8|1[13689]|2[16]|3[136]|4[0246]|54|6[03]|90|[1-69]\d\d)0/.test(phone.e164 ?? "");
}
