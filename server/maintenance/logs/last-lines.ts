import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";

const LONGEST_LINE = 65_536;

/**
 * The last lines of a log file of any length, packed or not, without an empty one. It is read as a stream, so that the file
 * never stands in memory; a line longer than 64 kB is none of ours and left out, and a file that is cut off ends there.
 */
export async function lastLines(file: string, packed: boolean, most: number): Promise<string[]> {
  const source = createReadStream(file);
  const bytes = packed ? source.pipe(createGunzip()) : source;
  source.on("error", (error) => bytes.destroy(error));
  const lines: string[] = [];
  let begun = "";
  let tooLong = false;
  try {
    for await (const chunk of bytes.setEncoding("utf8")) {
      const [first = "", ...later] = String(chunk).split("\n");
      if (begun.length + first.length > LONGEST_LINE) tooLong = true;
      begun = tooLong ? "" : begun + first;
      for (const next of later) {
        if (!tooLong && begun !== "") lines.push(begun);
        tooLong = next.length > LONGEST_LINE;
        begun = tooLong ? "" : next;
      }
      if (lines.length > most) lines.splice(0, lines.length - most);
    }
  } catch {
    // Gone or cut off meanwhile: what was read until then is what there is.
  } finally {
    source.destroy();
  }
  return [...lines, ...(begun === "" ? [] : [begun])].slice(-most);
}
