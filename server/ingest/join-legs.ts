import type { DecodedLeg, DecodedRecord } from "../drivers/driver.ts";
import { callsOf, joinFrames } from "../drivers/merge-legs.ts";
import type { JoinedCall } from "../store/batch.ts";
import type { KnownJoin } from "../store/waiting-legs.ts";
import { addDrafts, valueReading } from "./add-drafts.ts";
import type { Draft, DraftLeg, DraftLine, Drafts, JoinGroup } from "./draft.ts";
import { hush } from "./hush.ts";
import { isMarked, joinKeyOf, markOf } from "./leg-marks.ts";
import type { ValueReading } from "./read-values.ts";
import type { Joining, SourceSettings } from "./source-settings.ts";
import { whyNotStorable } from "./storable.ts";

export type KnownJoins = ReadonlyMap<string, KnownJoin>;

/** More legs than that are told in parts: a device that repeats itself without end must not fill a record. */
const MOST_LEGS = 256;
/** A leg that comes so much later, or earlier, belongs to another call under the same name. */
const SAME_CALL_MS = 86_400_000;

/** Legs of a batch by the key of their call. */
export function legsByCall(settings: SourceSettings, legs: readonly DraftLeg[]): Map<string, DraftLeg[]> {
  const groups = new Map<string, DraftLeg[]>();
  const keys = new Map<string, string>();
  for (const leg of legs) {
    const { call } = leg.leg;
    const key = keys.get(call) ?? joinKeyOf(settings.companyId, settings.sourceId, call);
    keys.set(call, key);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [leg]);
    else group.push(leg);
  }
  return groups;
}

/**
 * Legs to calls where a call is whole, or where nothing more will come (`isOver`); the others wait. A leg of which others wait
 * already waits with them. What was sent again after its call was stored stores nothing; what is new then is a part of it.
 */
export function joinLegs(
  settings: SourceSettings,
  drafts: Drafts,
  known: KnownJoins,
  isOver: (key: string, legs: readonly DraftLeg[]) => boolean,
): Drafts {
  const { joining } = settings;
  if (joining === undefined || drafts.legs.length === 0) return drafts;
  const result = new Joined(settings, joining, drafts);
  for (const [key, all] of legsByCall(settings, drafts.legs)) {
    const before = known.get(key);
    const marks = before?.legs ?? [];
    const legs = marks.length === 0 ? all : all.filter(({ leg }) => !isMarked(marks, leg));
    const sentAgain = marks.length === 0 ? [] : all.filter(({ leg }) => isMarked(marks, leg));
    if (sentAgain.length > 0) result.sentAgain(sentAgain);
    if (legs.length === 0) continue;
    const over = isOver(key, legs);
    if (before !== undefined && before.waiting > 0 && !over) result.wait(legs);
    else for (const some of portions(legs)) result.call(key, some, over || legs.length > MOST_LEGS, before ?? null);
  }
  return result.drafts();
}

function portions(legs: readonly DraftLeg[]): DraftLeg[][] {
  return Array.from({ length: Math.ceil(legs.length / MOST_LEGS) }, (_, at) =>
    legs.slice(at * MOST_LEGS, (at + 1) * MOST_LEGS),
  );
}

class Joined {
  readonly #reading: ValueReading;
  readonly #joining: Joining;
  readonly #from: Drafts;
  readonly #drafts: Draft[];
  readonly #lines: DraftLine[];
  readonly #waiting: DraftLine[] = [];
  readonly #groups: JoinGroup[] = [];
  readonly #notes = new Map<string, JoinedCall>();
  #joined: number;
  #further: number;
  #implausible: number;

  constructor(settings: SourceSettings, joining: Joining, from: Drafts) {
    this.#reading = valueReading(settings);
    this.#joining = joining;
    this.#from = from;
    this.#drafts = [...from.drafts];
    this.#lines = [...from.lines];
    this.#joined = from.joined;
    this.#further = from.further;
    this.#implausible = from.implausible;
  }

  drafts(): Drafts {
    return {
      ...this.#from,
      legs: [],
      drafts: this.#drafts,
      lines: this.#lines,
      waiting: this.#waiting,
      joined: this.#joined,
      further: this.#further,
      implausible: this.#implausible,
      joinedCalls: [...this.#notes.values()],
      groups: this.#groups,
      // Slots were added with the drafts.
      slots: this.#from.table.all,
    };
  }

  wait(legs: readonly DraftLeg[]): void {
    for (const leg of legs) this.#waiting.push({ ...leg, reason: WAITING, leg });
  }

  sentAgain(legs: readonly DraftLeg[]): void {
    this.#joined += legs.length;
    this.#groups.push({ legs, first: this.#drafts.length, records: 0 });
  }

  /** `before`: the call was joined already; what comes now is a part of it. */
  call(key: string, legs: readonly DraftLeg[], over: boolean, before: KnownJoin | null): void {
    const [earliest] = legs;
    if (earliest === undefined) return;
    const frames = legs.map(({ frame, leg }) => ({ bytes: frame, leg }));
    const { bytes, legs: placed } = joinFrames(this.#joining.framing, frames);
    const calls = callsOf(this.#joining.join, placed, over);
    if (calls === null) {
      this.wait(legs);
      return;
    }
    const isPart = isPartOf(calls, before) || this.#notes.has(key);
    const category = legs.find((leg) => leg.category != null)?.category ?? null;
    const records = withAllValues(calls, placed)
      .map((record) => (isPart ? { ...record, partOf: record.partOf ?? earliest.leg.call } : record))
      .map((record) => (category === null ? record : hush(record)));
    const reason = records.map(whyNotStorable).find((one) => one !== null);
    if (reason !== undefined) {
      this.#lines.push(...legs.map((leg) => ({ ...leg, reason, leg })));
      return;
    }
    const receivedAt = new Date(Math.min(...legs.map((leg) => leg.receivedAt.getTime())));
    const first = this.#drafts.length;
    const implausible = addDrafts(this.#drafts, records, {
      frame: bytes,
      receivedAt,
      slots: this.#from.table,
      reading: this.#reading,
      category,
    });
    this.#groups.push({ legs, first, records: records.length, implausible });
    this.#implausible += implausible;
    this.#joined += Math.max(0, legs.length - records.length);
    this.#further += Math.max(0, records.length - legs.length);
    this.#note(key, records[0]?.startedAt ?? earliest.leg.record.startedAt, placed);
  }

  #note(key: string, callAt: Date, legs: readonly DecodedLeg[]): void {
    const noted = this.#notes.get(key);
    this.#notes.set(key, { key, callAt, legs: [...(noted?.legs ?? []), ...legs.map(markOf)] });
  }
}

/** Stands beside a leg that waits; no driver's word, since nothing is wrong with it. */
export const WAITING = "waiting for the rest of its call";

function isPartOf(calls: readonly DecodedRecord[], before: KnownJoin | null): boolean {
  const { callAt } = before ?? { callAt: null };
  if (callAt === null) return false;
  return calls.some((call) => Math.abs(call.startedAt.getTime() - callAt.getTime()) < SAME_CALL_MS);
}

/** Every place of a value leaves the raw record, also those that a driver names once for all legs, or forgets. */
function withAllValues(calls: readonly DecodedRecord[], legs: readonly DecodedLeg[]): readonly DecodedRecord[] {
  const [first] = calls;
  if (first === undefined) return calls;
  const named = new Set(calls.flatMap((call) => call.values.map((value) => value.start)));
  const more = legs.flatMap((leg) => leg.record.values).filter((value) => !named.has(value.start));
  if (more.length === 0) return calls;
  const added = new Map<DecodedRecord, (typeof more)[number][]>();
  for (const value of more) {
    const same = calls.flatMap((call) =>
      call.values.flatMap((one) =>
        one.class === value.class && one.text === value.text ? [{ call, role: one.role }] : [],
      ),
    );
    // The end of a call may name its sides the other way round: what the driver made of them counts.
    const { call, role } = same.find((one) => one.role === value.role) ?? same[0] ?? { call: first, role: value.role };
    added.set(call, [...(added.get(call) ?? []), { ...value, role }]);
  }
  return calls.map((call) => ({ ...call, values: [...call.values, ...(added.get(call) ?? [])] }));
}
