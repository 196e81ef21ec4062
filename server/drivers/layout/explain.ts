import type { DecodeContext, Decoded, DecodedRecord } from "../driver.ts";
import { createFramer } from "../framing.ts";
import { isBlank, readingIn } from "../text.ts";
import { SINGLE_BYTE_CHARSETS } from "../../domain/charsets.ts";
import { decodeReading, openFrame, prepare, type Prepared } from "./decode.ts";
import { directionOf, dispositionOf, lengthsOf, sidesOf } from "./facts.ts";
import { framingOf } from "./layout-driver.ts";
import { momentOf } from "./moments.ts";
import type { Reading } from "./reading.ts";
import { usesOf } from "./read-layout.ts";
import type { Layout } from "./schema.ts";

/** What a frame of a sample became, and where each field was found in it. */
export interface ExplainedFrame {
  readonly line: number;
  readonly became: Decoded["kind"];
  /** Why it is no call, or could not be read. */
  readonly reason: string | null;
  readonly fields: readonly ExplainedField[];
  /** What was concluded from several fields, and from which rule. */
  readonly facts: readonly ExplainedFact[];
  readonly record: DecodedRecord | null;
}

export interface ExplainedField {
  readonly field: string;
  readonly text: string;
  /** Byte offsets in the frame. */
  readonly start: number;
  readonly end: number;
  /** What the layout reads from it. */
  readonly used: readonly string[];
}

export interface ExplainedFact {
  readonly fact: "time" | "duration" | "direction" | "disposition";
  readonly is: string | null;
  readonly because: string;
}

export interface Explained {
  readonly frames: readonly ExplainedFrame[];
  /** Whether the sample was longer than what is explained. */
  readonly cut: boolean;
}

/** A sample is a few lines: what more there is is left out, and said so. */
export const SAMPLE_BYTES = 262_144;
const SAMPLE_FRAMES = 200;

/** Reads a sample with a layout and says why each line became what it did. Shows personal data: the caller guards it. */
export function explainLayout(
  layout: Layout,
  sample: string | Uint8Array,
  site: Omit<DecodeContext, "state">,
): Explained {
  const bytes = Buffer.from(sample);
  const framer = createFramer(framingOf(layout));
  const frames = [...framer.push(bytes.subarray(0, SAMPLE_BYTES)), ...framer.finish()];
  const prepared = prepare(layout);
  const context: DecodeContext = { ...site, state: {} };
  const charset = SINGLE_BYTE_CHARSETS.find((known) => known === layout.charset);
  const explain = (frame: Buffer, line: number): ExplainedFrame => {
    if (charset === undefined) return explainFrame(prepared, frame, line, context);
    return readingIn(charset, () => explainFrame(prepared, frame, line, context));
  };
  return {
    frames: frames.slice(0, SAMPLE_FRAMES).map((frame) => explain(frame.bytes, frame.line)),
    cut: bytes.length > SAMPLE_BYTES || frames.length > SAMPLE_FRAMES,
  };
}

function explainFrame(prepared: Prepared, frame: Buffer, line: number, context: DecodeContext): ExplainedFrame {
  const reading = openFrame(prepared, frame, context);
  if ("kind" in reading)
    return { line, became: reading.kind, reason: reading.reason, fields: [], facts: [], record: null };
  const fields = fieldsIn(prepared.layout, reading);
  const decoded = decodeReading(prepared, reading, context);
  if (decoded.kind === "nothing" || decoded.kind === "undefined") {
    const facts = decoded.kind === "undefined" ? factsIn(prepared, reading, context) : [];
    return { line, became: decoded.kind, reason: decoded.reason, fields, facts, record: null };
  }
  const record = decoded.kind === "leg" ? decoded.leg.record : (decoded.records[0] ?? null);
  return { line, became: decoded.kind, reason: null, fields, facts: factsIn(prepared, reading, context), record };
}

/** Every field of the layout that the frame has, in the order in which they stand. */
function fieldsIn(layout: Layout, reading: Reading): ExplainedField[] {
  const uses = usesOf(layout);
  const fields: ExplainedField[] = [];
  for (const field of Object.keys(layout.fields)) {
    const found = reading.find(field);
    if (found === null || isBlank(found.text)) continue;
    const used = uses.filter(([, names]) => names.includes(field)).map(([use]) => use);
    fields.push({ field, ...found, used: [...new Set(used)] });
  }
  return fields.sort((a, b) => a.start - b.start);
}

function factsIn(prepared: Prepared, reading: Reading, context: DecodeContext): ExplainedFact[] {
  const { layout, nobody, digits } = prepared;
  const facts: ExplainedFact[] = [];
  const moment = momentOf(layout.time, reading, context);
  facts.push(
    typeof moment === "string"
      ? { fact: "time", is: null, because: moment }
      : {
          fact: "time",
          is: moment.at.toISOString(),
          because: `time ${layout.time.indexOf(moment.time) + 1}: ${moment.time.of}`,
        },
  );
  const lengths = lengthsOf(layout, reading);
  if (typeof lengths === "string") facts.push({ fact: "duration", is: null, because: lengths });
  else {
    const because = lengths.talk === lengths.written ? layout.duration.format : "zero when";
    facts.push({ fact: "duration", is: String(lengths.talk), because });
    facts.push({ fact: "disposition", ...dispositionOf(layout, reading, lengths.talk) });
  }
  const extension = digits ?? context.extensionDigits ?? null;
  facts.push({ fact: "direction", ...directionOf(layout, reading, sidesOf(layout, reading, nobody), extension) });
  return facts;
}
