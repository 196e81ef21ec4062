import type { Direction } from "../domain/codes.ts";
import type { PlacedFrame } from "../inbox/index.ts";
import { recordsOf } from "./call-of.ts";
import { type GatedSource, openGate, type StoredGate } from "./open-gate.ts";
import { passGate } from "./pass-gate.ts";

/** What would become of a frame. No number and no name: whoever asks has the line. */
export interface TriedFrame {
  /** From 1. */
  readonly line: number;
  readonly became: "taken" | "left-out" | "shielded" | "struck" | "no-call" | "undefined";
  /** The rule that left it out, counted from 1 in the rules given; 0: no rule took it. */
  readonly rule: number | null;
  readonly category: number | null;
  readonly startedAt: Date | null;
  readonly extension: string | null;
  readonly direction: Direction | null;
}

/** The frames of a sample, one after the other, through the gate as it would be. */
export function tryFrames(
  stored: StoredGate,
  source: GatedSource,
  sample: readonly { readonly bytes: Buffer; readonly line: number }[],
  at: Date,
): TriedFrame[] {
  const gate = openGate(stored, source, at);
  const context = { receivedAt: at, timeZone: source.zone, extensionDigits: source.site.extensionDigits };
  let [state, told]: Record<string, unknown>[] = [{}, {}];
  return sample.map(({ bytes, line }, place) => {
    const saying = { ...context, state: told ?? {} };
    const decoded = source.decode(bytes, saying);
    told = saying.state;
    const frame: PlacedFrame = { bytes, start: place, end: place + 1 };
    const passed = gate === null ? null : passGate(gate, [frame], at, state ?? {});
    state = passed?.state ?? {};
    const mark = passed?.frames[0]?.mark ?? null;
    const [record] = recordsOf(decoded);
    const facts = {
      line,
      rule: mark?.leftOut ?? null,
      category: mark?.category ?? null,
      startedAt: record?.startedAt ?? null,
      extension: record?.extension ?? null,
      direction: record?.direction ?? null,
    };
    if (mark !== null && mark.leftOut !== null) return { ...facts, became: "left-out" };
    if (mark !== null && mark.category !== null) return { ...facts, extension: null, became: "shielded" };
    if (mark?.struck === true) return { ...facts, became: "struck" };
    if (decoded.kind === "undefined") return { ...facts, became: "undefined" };
    return { ...facts, became: record === undefined ? "no-call" : "taken" };
  });
}
