/** As many characters as the server takes. */
export const SAMPLE_LIMIT = 65_536;

/** The beginning of a file as text: UTF-8 where it is that, else the character set that most other systems write. */
export async function readSampleFile(file: Blob): Promise<string> {
  const bytes = await file.slice(0, 4 * SAMPLE_LIMIT).arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
