import { digitsOf, endOf } from "./lookups.ts";

/** The forms by which a subject is found besides its canonical one; null where the canonical form says it already. */
export interface Forms {
  readonly digits: string | null;
  readonly national: string | null;
  readonly last8: string | null;
  readonly elsewhere: string | null;
}

/**
 * What is sealed of a subject: its canonical form and, where it has any, the forms it is found by. They have to be hashed anew
 * in every generation, and nothing but the sealed value still knows them.
 */
export function writeIdentifier(canonical: string, forms: Forms): Buffer {
  const { digits, national, last8, elsewhere } = forms;
  if (digits === null && national === null && last8 === null && elsewhere === null && !canonical.startsWith(MARK))
    return Buffer.from(canonical);
  const end = last8 !== null && last8 === endOf(digitsOf(canonical)) ? SAME : (last8 ?? "");
  return Buffer.from([MARK, digits ?? "", national ?? "", end, elsewhere ?? "", canonical].join(BETWEEN));
}

export function readCanonical(plain: Buffer): string {
  return readIdentifier(plain).canonical;
}

/** Throws RangeError for what `writeIdentifier` did not write. */
export function readIdentifier(plain: Buffer): { canonical: string; forms: Forms } {
  const text = plain.toString();
  if (!text.startsWith(MARK)) return { canonical: text, forms: NO_FORMS };
  const [, digits, national, last8, elsewhere, ...rest] = text.split(BETWEEN);
  if (rest.length === 0) throw new RangeError("not an identifier");
  const canonical = rest.join(BETWEEN);
  return {
    canonical,
    forms: {
      digits: digits || null,
      national: national || null,
      last8: last8 === SAME ? endOf(digitsOf(canonical)) : last8 || null,
      elsewhere: elsewhere || null,
    },
  };
}

const NO_FORMS: Forms = { digits: null, national: null, last8: null, elsewhere: null };
/** The canonical form comes last and may hold anything; the other forms are digits. */
const MARK = "\u0001";
const BETWEEN = "\u001f";
const SAME = "=";
