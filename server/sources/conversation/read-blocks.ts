import { FRAME_LIMIT } from "../../drivers/framing.ts";
import type { Records } from "./conversation.ts";
import type { Heard, RecordReader } from "./read-records.ts";

/** Blocks of `Name: value` lines, each with an empty line behind it. */
export function blockReader({ field, is, columns }: Extract<Records, { kind: "blocks" }>): RecordReader {
  let held = Buffer.alloc(0);
  const isWanted = (block: string) => fieldOf(block, field) === is;
  return {
    take(chunk) {
      const heard: Heard[] = [];
      held = Buffer.concat([held, chunk]);
      for (let end = endOf(held); end !== null; end = endOf(held)) {
        const block = held.toString("utf8", 0, end.at);
        held = held.subarray(end.behind);
        if (!isWanted(block)) heard.push({ kind: "own" });
        else
          heard.push({
            kind: "bytes",
            bytes: Buffer.from(`${columns.map((one) => quoted(fieldOf(block, one) ?? "")).join(",")}\n`),
          });
      }
      if (held.length > FRAME_LIMIT) throw new RangeError("a block without an end");
      return heard;
    },
    rest() {
      const text = held.toString("utf8");
      return isWanted(text) ? Buffer.from(text.replaceAll(/[\r\n]+/g, " ")) : Buffer.alloc(0);
    },
  };
}

function endOf(held: Buffer): { at: number; behind: number } | null {
  const [crlf, lf] = [held.indexOf("\r\n\r\n"), held.indexOf("\n\n")];
  if (crlf >= 0 && (lf < 0 || crlf < lf)) return { at: crlf, behind: crlf + 4 };
  return lf < 0 ? null : { at: lf, behind: lf + 2 };
}

/** The first line of that name; names are compared in any case, as the system itself does. */
function fieldOf(block: string, name: string): string | undefined {
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0 && line.slice(0, colon).trim().toLowerCase() === name.toLowerCase())
      return line.slice(colon + 1).trim();
  }
  return undefined;
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
