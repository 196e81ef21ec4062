import { type Day, dayIn } from "../domain/zoned-time.ts";
import type { StoreRecord } from "../store/batch.ts";
import type { ProcessedCounts, ProcessedStep } from "../store/processed.ts";
import { isBadLine } from "./bad-line.ts";
import type { Drafts, JoinGroup } from "./draft.ts";
import type { FrameBatch } from "./frame-batch.ts";
import { leftOutIn } from "./gate-counts.ts";
import type { SourceSettings } from "./source-settings.ts";

/** The records of a batch by the index of their drafts: a draft without one is a call that is stored already. */
export type RecordsByDraft = ReadonlyMap<number, StoreRecord>;

interface Counted {
  readonly batch: FrameBatch;
  readonly settings: SourceSettings;
  readonly drafts: Drafts;
  readonly now: Date;
}

/**
 * What a batch is to the statistics. Frames are counted as they came, and everything else by what was made of them: that both
 * agree is what the statistics show. Legs that waited and lines that were tried again leave the day on which they were received.
 */
export function processedSteps(counted: Counted, records: RecordsByDraft): ProcessedStep[] {
  const { batch, drafts } = counted;
  const waited = (drafts.groups ?? []).filter((group) => group.legs.some((leg) => leg.stored !== undefined));
  return batch.to > batch.from || waited.length === 0
    ? [stepOfFrames(counted, records)]
    : stepsOfLegs(counted, waited, records);
}

function stepOfFrames({ batch, settings, drafts, now }: Counted, records: RecordsByDraft): ProcessedStep {
  const counts = {
    frames: batch.parts.reduce((sum, part) => sum + part.frames.length, 0),
    further: drafts.further,
    records: records.size,
    duplicates: drafts.drafts.length - records.size,
    joined: drafts.joined,
    filtered: drafts.nothing,
    undefinedLines: drafts.lines.length,
    waiting: drafts.waiting.length,
    leftOut: leftOutIn(drafts.gate),
    late: 0,
    implausible: drafts.implausible,
    apart: 0,
    badLines: drafts.lines.filter(({ reason }) => isBadLine(reason)).length,
  };
  for (const record of records.values()) addRecord(counts, record);
  const isNew = counts.records + counts.waiting + counts.leftOut > 0;
  const day = dayIn(settings.companyZone, batch.receivedAt);
  return { day, sessionId: batch.sessionId, at: isNew ? now : null, counts };
}

function stepsOfLegs(
  { settings, drafts, now }: Counted,
  groups: readonly JoinGroup[],
  records: RecordsByDraft,
): ProcessedStep[] {
  const steps = new Map<string, ProcessedStep & { counts: Changing }>();
  const countsOf = (leg: JoinGroup["legs"][number]): Changing => {
    const day: Day = dayIn(settings.companyZone, leg.receivedAt);
    const sessionId = leg.stored?.sessionId ?? null;
    const key = `${day} ${sessionId}`;
    const step = steps.get(key) ?? { day, sessionId, at: null, counts: nothing() };
    steps.set(key, step);
    return step.counts;
  };
  const was = drafts.again === undefined ? "waiting" : "undefinedLines";
  for (const { legs, first, records: made, implausible = 0, nothing: isNone = false } of groups) {
    const last = legs.at(-1);
    if (last === undefined) continue;
    for (const leg of legs) countsOf(leg)[was]--;
    countsOf(last).implausible += implausible;
    for (let at = 0; at < Math.max(legs.length, made); at++) {
      const counts = countsOf(legs[at] ?? last);
      if (at >= legs.length) counts.further++;
      const record = records.get(first + at);
      if (at >= made) counts[isNone ? "filtered" : "joined"]++;
      else if (record === undefined) counts.duplicates++;
      else {
        counts.records++;
        addRecord(counts, record);
      }
    }
  }
  // What was tried again came long ago: it is no sign that anything comes now.
  const at = drafts.again === undefined && records.size > 0 ? now : null;
  return [...steps.values()].map((step) => ({ ...step, at }));
}

type Changing = { -readonly [K in keyof ProcessedCounts]: ProcessedCounts[K] };

function addRecord(counts: Changing, record: StoreRecord): void {
  if (record.late !== 0) counts.late++;
  if (record.apart !== null && record.apart !== 0) counts.apart++;
}

function nothing(): Changing {
  return {
    frames: 0,
    further: 0,
    records: 0,
    duplicates: 0,
    joined: 0,
    filtered: 0,
    undefinedLines: 0,
    waiting: 0,
    leftOut: 0,
    late: 0,
    implausible: 0,
    apart: 0,
    badLines: 0,
  };
}
