/**
 * The small numbers that stand in the database for the words of DESIGN 8. They are written into rows that live for
 * years: a code is never reused and never changes its meaning.
 */
export const PRODUCTS = { presentity: 1, tid: 2, cc: 3, pbx: 4 } as const;
export type Product = keyof typeof PRODUCTS;

export const DATA_CLASSES = {
  phone: 1,
  ssn: 2,
  ssn_truncated: 3,
  name: 4,
  raw: 5,
  undefined: 6,
  call: 7,
} as const;
export type DataClass = keyof typeof DATA_CLASSES;

/** The classes that name a person and so become subjects and parties. */
export type PartyClass = "phone" | "ssn" | "ssn_truncated" | "name";

/** Who took part. A role stands for one person in a record; a person may have several identifiers there. */
export const ROLES = { calling: 1, called: 2, caller: 3, dialled: 4, redirecting: 5, transferred: 6 } as const;
export type Role = keyof typeof ROLES;

/** What the SOURCE column of Data management shows. */
export const RECORD_KINDS = { call_history: 1, callback: 2, queue_call: 3, voicemail: 4, message: 5 } as const;
export type RecordKind = keyof typeof RECORD_KINDS;

export const DIRECTIONS = { in: 1, out: 2, internal: 3 } as const;
export type Direction = keyof typeof DIRECTIONS;

export const DISPOSITIONS = { answered: 1, "no-answer": 2, busy: 3, failed: 4 } as const;
export type Disposition = keyof typeof DISPOSITIONS;

/** `nameOf(PRODUCTS, 2)` is "tid"; undefined for a code that is none. */
export function nameOf<T extends Record<string, number>>(codes: T, code: number): keyof T | undefined {
  for (const name in codes) if (codes[name] === code) return name;
  return undefined;
}

/** The bit of `call_record.parties` and `call_record.erased` for one identifier: six roles times four classes, 24 bits. */
export function partyBit(role: Role, partyClass: PartyClass): number {
  return partyCodeBit(ROLES[role], DATA_CLASSES[partyClass]);
}

/** The same from the codes that stand in the database. */
export function partyCodeBit(role: number, partyClass: number): number {
  return 1 << ((role - 1) * 4 + (partyClass - 1));
}

/** Set in `call_record.parties` where several persons share a role and class: the other bits do not tell them apart. */
const SHARED_BIT = 1 << 24;

/** The mask of a call's parties with one more of them. */
export function withParty(mask: number, role: Role, partyClass: PartyClass): number {
  const bit = partyBit(role, partyClass);
  return mask | ((mask & bit) === 0 ? bit : SHARED_BIT);
}
