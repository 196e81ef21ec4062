import { randomUUID } from "node:crypto";
import { dayIn } from "../../domain/zoned-time.ts";
import { commitBatch } from "../../store/commit-batch.ts";
import type { Framing } from "../../drivers/driver.ts";
import type { AgainPlace, LeftLine } from "../../store/batch.ts";
import type { LinesPlace } from "../../store/undefined-again.ts";
import type { UndefinedWorkRow } from "../../store/undefined-work.ts";
import { addDrafts, valueReading } from "../add-drafts.ts";
import { emptyDrafts } from "../decode-frames.ts";
import type { AgainStep, Draft, DraftLeg, Drafts, JoinGroup, StoredLeg } from "../draft.ts";
import type { FrameBatch } from "../frame-batch.ts";
import type { IngestContext } from "../ingest-context.ts";
import { joinLegs, legsByCall } from "../join-legs.ts";
import { byReceptionDay } from "../join-waiting.ts";
import { askKnownJoins } from "../known-joins.ts";
import { prepareBatch } from "../prepare-batch.ts";
import type { SourceSettings } from "../source-settings.ts";
import { type AgainLine, linesOf, type ReadLine } from "./read-lines.ts";

/** Lines that are read anew, and with what. */
export interface AgainWork {
  readonly ctx: IngestContext;
  readonly row: UndefinedWorkRow;
  readonly settings: SourceSettings;
  readonly place: LinesPlace;
  /** Where the lines have to be put together again, how. */
  readonly recut: Framing | null;
}

/** Stands beside a line that tells a part of a call, until the others are read. */
export const PART_OF_CALL = "part of a call whose rest was not found";

/** Lines one after the other of one file that were received on the same day: they are one batch, as at their reception. */
export function runsOf({ companyZone }: SourceSettings, lines: readonly ReadLine[]): ReadLine[][] {
  const runs: ReadLine[][] = [];
  let last = "";
  for (const one of lines) {
    const of = `${one.line.deliveryId} ${dayIn(companyZone, one.line.receivedAt)}`;
    if (of === last) runs.at(-1)?.push(one);
    else runs.push([one]);
    last = of;
  }
  return runs;
}

/** Stores what a run came to, lets the lines go it came from, and moves the work behind it, in one transaction. */
export async function storeRun(work: AgainWork, run: readonly ReadLine[]): Promise<void> {
  const [first, last] = [run[0]?.line, run.at(-1)];
  if (first === undefined || last === undefined) return;
  const { deliveryId, position, id } = linesOf(last.line).at(-1) ?? last.line;
  const at: AgainPlace = { deliveryId, position, id, state: last.behind };
  const batch = batchOf(work, deliveryId, first.receivedAt);
  const empty = emptyDrafts(batch, work.settings);
  const reading = valueReading(work.settings);
  const drafts: Draft[] = [];
  const groups: JoinGroup[] = [];
  const left: LeftLine[] = [];
  let [implausible, sealed] = [0, 0];
  for (const { line, outcome, before } of run) {
    const all = linesOf(line);
    const leave = (reason: string) =>
      left.push(...all.map((one) => ({ id: one.id, day: one.expiresOn, reason, state: before })));
    if (outcome.kind === "left") leave(outcome.reason);
    else if (outcome.kind === "leg") leave(PART_OF_CALL);
    else if (outcome.kind === "sealed" || line.frame === null) sealed++;
    else {
      const records = outcome.kind === "records" ? outcome.records : [];
      const { frame, receivedAt } = line;
      const first = drafts.length;
      const odd = addDrafts(drafts, records, { frame, receivedAt, slots: empty.table, reading });
      implausible += odd;
      const legs = all.map((one) => ({ receivedAt, stored: storedOf(one) }));
      const group = { legs, first, records: records.length, implausible: odd };
      groups.push(outcome.kind === "nothing" ? { ...group, nothing: true } : group);
    }
  }
  const step = {
    done: run.reduce((sum, { line }) => sum + linesOf(line).length, 0),
    more: left.length + sealed,
    left,
    at,
  };
  await commit(work, batch, { ...empty, drafts, groups, implausible, slots: empty.table.all }, step);
}

/** Joins parts of calls as far as they are whole, or as they are (`over`). Answers those that are left. */
export async function storeCalls(work: AgainWork, legs: readonly DraftLeg[], over: boolean): Promise<DraftLeg[]> {
  const { ctx, settings, place } = work;
  const waiting: DraftLeg[] = [];
  for (const [receivedAt, some] of byReceptionDay(settings, legs)) {
    const batch = batchOf(work, randomUUID(), receivedAt);
    const known = await askKnownJoins(ctx, place, [...legsByCall(settings, some).keys()]);
    const drafts = joinLegs(settings, { ...emptyDrafts(batch, settings), legs: some }, known, () => over);
    waiting.push(...drafts.waiting.flatMap(({ leg }) => (leg === undefined ? [] : [leg])));
    const left = drafts.lines.flatMap(({ leg, reason }) =>
      leg?.stored === undefined ? [] : [{ id: leg.stored.id, day: leg.stored.day, reason, state: leg.state }],
    );
    const gone = (drafts.groups ?? []).reduce((sum, group) => sum + group.legs.length, 0);
    if (gone + left.length === 0) continue;
    await commit(work, batch, drafts, { done: 0, more: -gone, left, at: null });
  }
  return waiting;
}

export function legOf({ line, outcome, before }: ReadLine): DraftLeg[] {
  if (outcome.kind !== "leg" || line.frame === null) return [];
  const { frame, position, receivedAt } = line;
  return [{ frame, position, receivedAt, leg: outcome.leg, state: before, stored: storedOf(line) }];
}

async function commit(
  { ctx, row, settings }: AgainWork,
  batch: FrameBatch,
  drafts: Drafts,
  step: Omit<AgainStep, "work">,
): Promise<void> {
  const again = { work: { id: row.id, attempt: row.attempt }, ...step };
  const all = { ...drafts, lines: [], waiting: [], again };
  await commitBatch(ctx.sql, await prepareBatch(ctx, batch, settings, all, null));
}

function storedOf({ id, expiresOn, product, sessionId }: AgainLine): StoredLeg {
  return { id, day: expiresOn, product, sessionId };
}

/** The file's own id: another line of it with equal facts is another call, one of another file the same. */
function batchOf({ place }: AgainWork, deliveryId: string, receivedAt: Date): FrameBatch {
  const { companyId, sourceId } = place;
  const none = { from: 0, to: 0, fencing: 0, identity: null, done: false, sessionId: null, parts: [] };
  return { companyId, sourceId, deliveryId, receivedAt, ...none };
}
