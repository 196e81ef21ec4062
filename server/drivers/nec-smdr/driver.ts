import type { DecodeContext, Decoded, Driver } from "../driver.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readOptions } from "../options.ts";
import { byteText, isBlank } from "../text.ts";
import type { FrameText } from "../values.ts";
import { readFixed } from "./fixed-format.ts";
import { readFlexible } from "./flexible-format.ts";
import { decodeReport } from "./report.ts";

const STX = 0x02;
const ETX = 0x03;

const OPTIONS = [
  {
    name: "model",
    help: "auto: blocks of NEAX, SV8500 and SV9500 (STX, KA to KM, ETX), or the text report of SL1100, SL2100, SV9100 and Aspire. sl: the report alone, with a caller's name on a line of its own.",
    values: ["auto", "sl"],
    default: "auto",
  },
  {
    name: "date",
    help: "Order of day and month in the text report.",
    values: ["mdy", "dmy"],
    default: "mdy",
  },
] as const;

/** NEC SMDR: blocks between STX and ETX, fixed (KA to KJ) or in elements (KK to KM), and the text report of the SL family. */
export const necSmdr: Driver = {
  id: "nec-smdr",
  title: "NEC NEAX, SV and SL SMDR",
  product: "pbx",
  formats: ["binary", "text"],
  framing: ({ model = "auto" }) =>
    model === "sl"
      ? { kind: "lines", belongs: (_, line) => line.startsWith("NEXT ") }
      : { kind: "enclosed", from: STX, to: ETX },
  options: OPTIONS,
  confirmed: {
    by: "documentation",
    note: "Layouts of NEC's manuals and of a collector in use; the public records were shortened by hand, so none confirms them whole.",
  },
  configure(given) {
    const values = readOptions("nec-smdr", OPTIONS, given);
    const dayFirst = values.date === "dmy";
    if (values.model === "sl") return (frame, context) => decodeReport(frame, context, dayFirst);
    return (frame, context) => (isReport(frame) ? decodeReport(frame, context, dayFirst) : decodeBlock(frame, context));
  },
};

/** A line of the text report: a class and a time, or the head of a page. */
function isReport(frame: Uint8Array): boolean {
  if (frame[0] === STX) return false;
  return /^[\f\r\n]*(?:[A-Z]{3,5} +\d\d:\d\d |CLASS +TIME|NEXT |.{40,100} PAGE +\d+\s*$)/.test(
    byteText(frame.subarray(0, HEAD_BYTES)),
  );
}

const HEAD_BYTES = 120;

function decodeBlock(frame: Uint8Array, context: DecodeContext): Decoded {
  if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a block of 64 KiB or more" };
  const text = byteText(frame);
  if (isBlank(text)) return { kind: "nothing", reason: "blanks between blocks" };
  if (frame[0] !== STX) {
    // A check byte follows each block where parity is switched on.
    return frame.length === 1
      ? { kind: "nothing", reason: "check byte" }
      : { kind: "undefined", reason: "block: no STX before it" };
  }
  if (text.charCodeAt(text.length - 1) !== ETX) return { kind: "undefined", reason: "block: no ETX after it" };
  const type = text.slice(3, 5);
  if (text[2] !== "!" || !/^K[A-Z]$/.test(type)) return { kind: "undefined", reason: "block: no call record" };
  const whole: FrameText = { frame, text };
  const read = FLEXIBLE.has(type) ? readFlexible(whole, type, context) : readFixed(whole, type, context);
  if (typeof read === "string") return { kind: "undefined", reason: read };
  return { kind: "records", records: [read] };
}

const FLEXIBLE = new Set(["KK", "KL", "KM"]);
