import type { Forms } from "./forms.ts";
import type { Hasher } from "./hmac.ts";

/** What a subject is found by, each an HMAC cut to 16 bytes (hex). The parts are kept apart by their first letter. */
export function lookupOf(hasher: Hasher, dataClass: number, canonical: string): string {
  return hasher(`c${dataClass}/${canonical}`);
}

/** Everything a subject is found by, as Postgres reads it in an array: "null" for what it has not. */
export function hashesOf(hasher: Hasher, dataClass: number, canonical: string, forms: Forms) {
  const { digits, national, last8, elsewhere } = forms;
  return {
    lookup: lookupOf(hasher, dataClass, canonical),
    digits: digits === null ? "null" : aliasOf(hasher, dataClass, digits),
    national: national === null ? "null" : aliasOf(hasher, dataClass, national),
    last8: last8 === null ? "null" : last8Of(hasher, dataClass, last8),
    elsewhere: elsewhere === null ? "null" : last8Of(hasher, dataClass, elsewhere),
  };
}

/** Digits as written and the national form share one space: a search asks both columns with the same values. */
export function aliasOf(hasher: Hasher, dataClass: number, digits: string): string {
  return hasher(`d${dataClass}/${digitsOf(digits)}`);
}

/** Only digits are compared, whatever stands between them. */
export function digitsOf(text: string): string {
  return /^\d*$/.test(text) ? text : text.replace(/\D/g, "");
}

export function last8Of(hasher: Hasher, dataClass: number, last8: string): string {
  return hasher(`8${dataClass}/${last8}`);
}

/** The last eight digits, or all of a shorter number. */
export function endOf(digits: string): string {
  return digits.slice(-8);
}

export function endpointHash(hasher: Hasher, kind: number, label: string): string {
  return hasher(`e${kind}/${label}`);
}

/** The classes whose subjects stand for a person: one row an identifier. The others are one row a record. */
export function isShared(dataClass: number): boolean {
  return dataClass === 1 || dataClass === 2;
}

export function subjectPlace(companyId: number, dataClass: number, id: Buffer): string {
  return `subject/sealed/${companyId}/${dataClass}/${id.toString("hex")}`;
}

export function privateNumberPlace(companyId: number, id: string): string {
  return `private_number/sealed/${companyId}/${id}`;
}

export function endpointPlace(companyId: number, kind: number, id: number): string {
  return `endpoint/sealed/${companyId}/${kind}/${id}`;
}
