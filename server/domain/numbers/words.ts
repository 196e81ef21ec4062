/** Texts in a number's place by which the network says that the caller hid the number. RFC 3323 4.1.1.3; vendors' manuals. */
const WITHHELD = new Set([
  "anonymous",
  "anonym",
  "restricted",
  "withheld",
  "private",
  "private number",
  "privat",
  "hidden",
  "blocked",
  "secret",
  "id withheld",
  "number withheld",
  "caller id blocked",
  "clir",
  "skyddat",
  "skyddat nummer",
  "hemligt",
  "hemligt nummer",
  "dolt nummer",
]);

/** Texts by which it says that no number came. */
const UNAVAILABLE = new Set([
  "",
  "unknown",
  "unavailable",
  "not available",
  "n/a",
  "na",
  "none",
  "null",
  "nil",
  "-",
  "--",
  "out of area",
  "okänd",
  "okänt",
  "okänt nummer",
  "ukjent",
  "ukendt",
  "coverage unavailable",
  "interaction not allowed",
  "<unknown>",
  "asterisk",
  "s",
]);

export function isWithheldWord(body: string, host: string | null): boolean {
  return WITHHELD.has(body.toLowerCase()) || host?.toLowerCase() === "anonymous.invalid";
}

export function isUnavailableWord(body: string): boolean {
  return UNAVAILABLE.has(body.toLowerCase());
}
