import { dayIn } from "../domain/zoned-time.ts";
import type { DecodeContext, Decoded } from "../drivers/driver.ts";
import { addDrafts, valueReading } from "./add-drafts.ts";
import { CUT_OFF } from "./bad-line.ts";
import type { Draft, DraftLeg, DraftLine, Drafts } from "./draft.ts";
import type { FrameBatch, ReceivedFrame } from "./frame-batch.ts";
import { GateCounts } from "./gate-counts.ts";
import { hushLeg, withCategory } from "./hush.ts";
import { SlotTable } from "./slots.ts";
import type { SourceSettings } from "./source-settings.ts";
import { whyNotStorable } from "./storable.ts";

/**
 * Frames to drafts: what was said, by whom, and how long each of it may live. Pure but for the driver's `state`, which is
 * copied first, so that a batch can be read again from the same beginning.
 */
export function decodeFrames(
  batch: FrameBatch,
  settings: SourceSettings,
  state: Readonly<Record<string, unknown>>,
): Drafts {
  const slots = new SlotTable(settings, dayIn(settings.companyZone, batch.receivedAt));
  const learnt = structuredClone(state);
  const reading = valueReading(settings);
  const lines: DraftLine[] = [];
  const drafts: Draft[] = [];
  const legs: DraftLeg[] = [];
  const said = new SaidBefore();
  const gate = new GateCounts();
  const counts = { nothing: 0, joined: 0, further: 0, implausible: 0 };
  let context = contextOf(settings, batch.receivedAt, learnt);
  for (const { receivedAt, frames } of batch.parts) {
    context = contextOf(settings, receivedAt, context.state);
    for (const frame of frames) {
      if (frame.mark !== undefined) gate.add(frame.mark);
      if (frame.mark != null && frame.mark.leftOut !== null) continue;
      if (frame.mark?.cut === true) {
        lines.push({ frame: frame.bytes, position: frame.position, receivedAt, reason: CUT_OFF });
        continue;
      }
      const category = frame.mark?.category ?? null;
      const before = settings.joining === undefined ? null : said.of(context.state);
      const decoded = decodeFrame(settings, frame, context);
      if (decoded.kind === "undefined")
        lines.push({ frame: frame.bytes, position: frame.position, receivedAt, reason: decoded.reason });
      else if (decoded.kind === "nothing") counts.nothing++;
      else if (decoded.kind === "leg" && settings.joining !== undefined) {
        const leg = category === null ? decoded.leg : hushLeg(decoded.leg);
        const place = { frame: frame.bytes, position: frame.position, receivedAt };
        legs.push({ ...place, leg, state: withCategory(before, category), category });
      } else {
        const records = decoded.kind === "leg" ? [decoded.leg.record] : decoded.records;
        if (records.length === 0) counts.joined++;
        else {
          counts.further += records.length - 1;
          counts.implausible += addDrafts(drafts, records, {
            frame: frame.bytes,
            receivedAt,
            slots,
            reading,
            category,
          });
        }
      }
    }
  }
  return { ...draftsIn(slots), drafts, lines, legs, ...counts, gate: gate.rows(), state: context.state };
}

/** Of no frames yet: what legs that waited are joined into. */
export function emptyDrafts(batch: FrameBatch, settings: SourceSettings): Drafts {
  return draftsIn(new SlotTable(settings, dayIn(settings.companyZone, batch.receivedAt)));
}

export function draftsIn(table: SlotTable): Drafts {
  return {
    drafts: [],
    lines: [],
    legs: [],
    waiting: [],
    joinedCalls: [],
    groups: null,
    nothing: 0,
    joined: 0,
    gate: [],
    further: 0,
    implausible: 0,
    undefinedSlot: table.undefinedLines(),
    slots: table.all,
    table,
    state: {},
  };
}

/** What a file has said so far, as text; made anew only when it may have changed, since most lines say nothing to the others. */
class SaidBefore {
  #values: readonly unknown[] = [];
  #text: string | null = null;

  of(state: Readonly<Record<string, unknown>>): string | null {
    const values = Object.values(state);
    if (values.length === 0) return null;
    const isSame =
      values.length === this.#values.length &&
      values.every((value, at) => value === this.#values[at] && typeof value !== "object");
    if (!isSame || this.#text === null) {
      this.#values = values;
      this.#text = JSON.stringify(state);
    }
    return this.#text;
  }
}

/** A driver never throws; should one, or read what no column holds, the line is kept as undefined and the file goes on. */
export function decodeFrame(
  settings: SourceSettings,
  frame: Pick<ReceivedFrame, "bytes">,
  context: DecodeContext,
): Decoded {
  try {
    const decoded = settings.decode(frame.bytes, context);
    if (decoded.kind !== "records") return decoded;
    for (const record of decoded.records) {
      const reason = whyNotStorable(record);
      if (reason !== null) return { kind: "undefined", reason };
    }
    return decoded;
  } catch {
    return { kind: "undefined", reason: "driver failed" };
  }
}

export function contextOf(settings: SourceSettings, receivedAt: Date, state: Record<string, unknown>): DecodeContext {
  return { receivedAt, timeZone: settings.siteZone, extensionDigits: settings.site.extensionDigits, state };
}
