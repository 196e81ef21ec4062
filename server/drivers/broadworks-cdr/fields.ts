/** Where each field of a record stands; `escaped` where a backslash is in it. */
export interface Fields {
  readonly start: readonly number[];
  readonly end: readonly number[];
  readonly escaped: readonly boolean[];
}

/** Releases have up to 448; a line with more is none of its records. */
const MOST_FIELDS = 600;

/** Splits at commas that no backslash stands before; null for too many of them. */
export function splitFields(text: string, to: number): Fields | null {
  const start: number[] = [];
  const end: number[] = [];
  const escaped: boolean[] = [];
  let begun = 0;
  let hasEscape = false;
  for (let at = 0; at <= to; at++) {
    const code = at < to ? text.charCodeAt(at) : COMMA;
    if (code === BACKSLASH) {
      hasEscape = true;
      at++;
      if (at < to) continue;
    } else if (code !== COMMA) continue;
    if (start.length === MOST_FIELDS) return null;
    start.push(begun);
    end.push(Math.min(at, to));
    escaped.push(hasEscape);
    begun = at + 1;
    hasEscape = false;
  }
  return { start, end, escaped };
}

/** `\,` is a comma, `\\` a backslash. */
export function unescaped(text: string): string {
  return text.replace(/\\(.)/g, "$1");
}

const COMMA = 0x2c;
const BACKSLASH = 0x5c;

/** `YYYYMMDDhhmmss.mmm` of UTC; null when it is none or no day of the calendar. */
export function readStamp(text: string): Date | null {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,3}))?$/.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const instant = new Date(
    Date.UTC(year, month - 1, day, hour, minute, second, Number((match[7] ?? "").padEnd(3, "0"))),
  );
  const written = `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}`;
  return year >= 1970 && instant.toISOString().startsWith(written) ? instant : null;
}
