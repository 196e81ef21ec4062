/** Who stands in a party's columns. */
export interface Party {
  readonly kind: "station" | "attendant" | "trunk" | "none";
  readonly text: string;
}

/** A station's digits, `ATT1` an attendant, a letter and digits a trunk (T to the exchange, X to another PBX); null for anything else. */
export function partyOf(text: string): Party | null {
  if (text === "" || /^\*+$/.test(text)) return { kind: "none", text: "" };
  if (/^[\d*#]{1,7}$/.test(text)) return { kind: "station", text };
  if (/^ATT?\d{0,4}$/i.test(text)) return { kind: "attendant", text };
  return /^[A-Z]\d{1,6}$/i.test(text) ? { kind: "trunk", text } : null;
}

/** The identifiers of call and suite, in one; null when the record has none. */
export function callIdOf(text: string): string | null {
  const id = text.trim().replace(/ +/g, " ");
  return /^[0-9A-Za-z][0-9A-Za-z ]{3,40}$/.test(id) ? id : null;
}
