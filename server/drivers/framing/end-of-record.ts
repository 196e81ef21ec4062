const LF = 0x0a;

/**
 * The end of a frame whose record ends at `from`: behind the separators and the line break after it, if they are there; null
 * while the data do not tell.
 */
export function endOfRecord(
  data: Buffer,
  from: number,
  what: "more" | "full" | "end",
  separators: string,
): number | null {
  let at = from;
  while (at < data.length && separators.includes(String.fromCharCode(data[at] ?? 0))) at++;
  if (at < data.length) return data[at] === LF ? at + 1 : at;
  return what === "more" ? null : at;
}
