/** The text of a file as spreadsheets save it: UTF-8, else the character set of Windows in Western Europe. */
export function fileText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
