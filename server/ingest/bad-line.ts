/** Words with which drivers begin the reason for what is no whole record at all; the others are of records nobody knows. */
const DAMAGE: ReadonlySet<string> = new Set(["binary", "too-long", "quotes", "length", "json", "xml", "pieces"]);

/** Whether a line was damaged: bytes that no text holds, no end, a quote never closed. Everything else was whole and unknown. */
export function isBadLine(reason: string): boolean {
  return DAMAGE.has(reason.split(":", 1)[0] ?? "") || reason === "driver failed";
}
