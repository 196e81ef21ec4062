import { FRAME_LIMIT } from "../../drivers/framing.ts";
import type { Records } from "./conversation.ts";
import type { Heard, RecordReader } from "./read-records.ts";

const LF = 0x0a;
/** What a system says of its own is short: a longer line is a record, whatever stands in it. */
const LONGEST_OWN = 80;

/** Lines without those of the system's own. A prompt that asks for the password once more has no line end. */
export function lineReader({ without, refused }: Extract<Records, { kind: "lines" }>): RecordReader {
  let held = Buffer.alloc(0);
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
      let rest = Buffer.concat([held, chunk]);
      for (let at = rest.indexOf(LF); at >= 0; at = rest.indexOf(LF)) {
        heard.push(hear(rest.subarray(0, at + 1)));
        isLong = false;
        rest = rest.subarray(at + 1);
      }
      if (rest.length > FRAME_LIMIT) {
        heard.push({ kind: "bytes", bytes: rest });
        [rest, isLong] = [Buffer.alloc(0), true];
      }
      if (rest.length > 0 && hear(rest).kind === "refused") heard.push({ kind: "refused" });
      held = rest;
      return heard;
    },
    rest: () => (held.length > 0 && hear(held).kind === "own" ? Buffer.alloc(0) : held),
  };
}
