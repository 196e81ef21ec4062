import { FRAME_LIMIT } from "../../drivers/framing.ts";
import { Held } from "../../drivers/framing/held.ts";
import type { Records } from "./conversation.ts";
import type { Heard, RecordReader } from "./read-records.ts";

const LF = 0x0a;
/** What a system says of its own is short: a longer line is a record, whatever stands in it. */
const LONGEST_OWN = 80;

/** Lines without those of the system's own. A prompt that asks for the password once more has no line end. */
export function lineReader({ without, refused }: Extract<Records, { kind: "lines" }>): RecordReader {
  const held = new Held();
  /** So many bytes of what is held are without a line feed. */
  let read = 0;
  let isLong = false;
  const hear = (line: Buffer): Heard => {
    const text = line.length > LONGEST_OWN ? null : line.toString("latin1").replace(/\r?\n$/, "");
    if (text === null || isLong) return { kind: "bytes", bytes: line };
    if (refused.some((one) => one.test(text))) return { kind: "refused" };
    return without.some((one) => one.test(text)) ? { kind: "own" } : { kind: "bytes", bytes: line };
  };
  return {
    take(chunk) {
      const heard: Heard[] = [];
      const all = held.join(chunk);
      let from = 0;
      for (let at = all.indexOf(LF, read); at >= 0; at = all.indexOf(LF, from)) {
        heard.push(hear(all.subarray(from, at + 1)));
        isLong = false;
        from = at + 1;
      }
      if (all.length - from > FRAME_LIMIT) {
        heard.push({ kind: "bytes", bytes: all.subarray(from) });
        [from, isLong] = [all.length, true];
      }
      held.keep(all, from);
      read = held.length;
      if (read > 0 && hear(held.bytes).kind === "refused") heard.push({ kind: "refused" });
      return heard;
    },
    rest: () => (held.length > 0 && hear(held.bytes).kind === "own" ? Buffer.alloc(0) : held.bytes),
  };
}
