/** `0701740605` as people and systems write it. */
export function international(national: string): string {
  return `+46${national.slice(1)}`;
}

export function withPrefix(national: string): string {
  return `0046${national.slice(1)}`;
}

/** `070-174 06 05`, `08-465 004 12`: as a form on the web lets it through. */
export function grouped(national: string): string {
  const area = /^(?:08|0\d0|031|040|0\d{3})/.exec(national)?.[0] ?? national.slice(0, 3);
  const rest = national.slice(area.length);
  return `${area}-${rest.slice(0, -4)} ${rest.slice(-4, -2)} ${rest.slice(-2)}`;
}

/** One of the four ways in which a personal identity number is typed. */
export function ssnAs(ssn: string, way: number): string {
  const long = way < 2 ? ssn.slice(0, 8) : ssn.slice(2, 8);
  return `${long}${way % 2 === 0 ? "-" : ""}${ssn.slice(8)}`;
}
