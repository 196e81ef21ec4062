/** Why a record is undefined that its sender broke off: nobody reads it as a whole one, then or later. */
export const CUT_OFF = "cut off";

/** Words with which drivers begin the reason for what is no whole record at all; the others are of records nobody knows. */
const DAMAGE: ReadonlySet<string> = new Set([
  "binary",
  "too-long",
  "quotes",
  "length",
  "json",
  "xml",
  "pieces",
  CUT_OFF,
]);

/** Whether a line was damaged: bytes that no text holds, no end, a quote never closed. Everything else was whole and unknown. */
export function isBadLine(reason: string): boolean {
  return DAMAGE.has(reason.split(":", 1)[0] ?? "") || reason === "driver failed";
}
