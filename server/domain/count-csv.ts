/** `lastAt` as a column of a file of counts: `last_at`. */
export function columnName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A name as a cell (RFC 4180). One that begins like a formula would be one to a spreadsheet, full-width signs too. */
export function nameCell(text: string): string {
  const safe = /^[\s\0]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
