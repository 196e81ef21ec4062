import type { Kind, Place } from "./layout-draft.ts";

/** As a person types a place: `3`, `12-20`, `12-20/2` (the second line), `caller.number`. */
export function placeText(place: Place): string {
  if (typeof place === "string" || typeof place === "number") return String(place);
  const [from, to, line] = place;
  return `${from}-${to}${line === undefined ? "" : `/${line}`}`;
}

/** Null for what is no place of a layout of this kind. */
export function readPlace(text: string, kind: Kind, header: boolean): Place | null {
  const plain = text.trim();
  if (kind === "delimited" && /^[1-9]\d{0,2}$/.test(plain)) return Number(plain);
  if (kind === "delimited") return header && plain !== "" ? plain : null;
  if (kind !== "fixed-position") return plain === "" ? null : plain;
  const found = /^([1-9]\d{0,4})\s*[-,\u2013]\s*([1-9]\d{0,4})(?:\/([1-9]))?$/.exec(plain);
  if (found === null || Number(found[1]) > Number(found[2])) return null;
  return found.slice(1).flatMap((part) => (part === undefined ? [] : [Number(part)]));
}
