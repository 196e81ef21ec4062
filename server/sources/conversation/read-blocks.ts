import { FRAME_LIMIT } from "../../drivers/framing.ts";
import { Held } from "../../drivers/framing/held.ts";
import type { Records } from "./conversation.ts";
import type { Heard, RecordReader } from "./read-records.ts";

/** Blocks of `Name: value` lines, each with an empty line behind it. */
export function blockReader({ field, is, columns }: Extract<Records, { kind: "blocks" }>): RecordReader {
  const held = new Held();
  /** So many bytes of what is held begin no empty line. */
  let read = 0;
  const isWanted = (block: string) => fieldOf(block, field) === is;
  return {
    take(chunk) {
      const heard: Heard[] = [];
      const all = held.join(chunk);
      let from = 0;
      for (let end = endOf(all, read); end !== null; end = endOf(all, from)) {
        const block = all.toString("utf8", from, end.at);
        from = end.behind;
        if (!isWanted(block)) heard.push({ kind: "own" });
        else
          heard.push({
            kind: "bytes",
            bytes: Buffer.from(`${columns.map((one) => quoted(fieldOf(block, one) ?? "")).join(",")}\n`),
          });
      }
      held.keep(all, from);
      // What begins an empty line ends within three bytes.
      read = Math.max(0, held.length - 2);
      if (held.length > FRAME_LIMIT) throw new RangeError("a block without an end");
      return heard;
    },
    rest() {
      const text = held.bytes.toString("utf8");
      return isWanted(text) ? Buffer.from(text.replaceAll(/[\r\n]+/g, " ")) : Buffer.alloc(0);
    },
  };
}

/** The next empty line: where what stands before it ends, and where it ends itself. */
function endOf(all: Buffer, from: number): { at: number; behind: number } | null {
  for (let feed = all.indexOf(LF, from); feed >= 0; feed = all.indexOf(LF, feed + 1)) {
    if (all[feed + 1] === LF) return { at: feed, behind: feed + 2 };
    if (all[feed - 1] === CR && all[feed + 1] === CR && all[feed + 2] === LF) return { at: feed - 1, behind: feed + 3 };
  }
  return null;
}

const LF = 0x0a;
const CR = 0x0d;

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
