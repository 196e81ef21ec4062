import { randomUUID } from "node:crypto";
import { AppError } from "../domain/app-error.ts";
import { destroyAt } from "../domain/retention.ts";
import { type Day, dayIn } from "../domain/zoned-time.ts";
import { forgetCaches } from "../keyring/index.ts";
import { commitBatch } from "../store/commit-batch.ts";
import { JoinedElsewhere } from "../store/fence.ts";
import { releaseWaiting, waitingCalls, type WaitingPlace } from "../store/waiting-legs.ts";
import type { Join } from "../drivers/driver.ts";
import { emptyDrafts } from "./decode-frames.ts";
import type { DraftLeg, Drafts } from "./draft.ts";
import type { FrameBatch } from "./frame-batch.ts";
import type { IngestContext } from "./ingest-context.ts";
import { joinLegs, type KnownJoins, legsByCall } from "./join-legs.ts";
import { askKnownJoins, waitingDays } from "./known-joins.ts";
import { openWaiting, type OpenedLegs } from "./open-waiting.ts";
import { prepareBatch } from "./prepare-batch.ts";
import type { SourceSettings } from "./source-settings.ts";
import { withCompany } from "#db/with-company.ts";

/** What became of waiting legs. */
export interface JoinOutcome {
  readonly records: number;
  readonly duplicates: number;
  /** Legs that became lines no driver understood. */
  readonly released: number;
}

interface Source {
  readonly companyId: number;
  readonly sourceId: number;
}

const KEYS_A_PAGE = 200;
/** Legs opened at once; a call with more is told in parts. */
const LEGS_A_PAGE = 2_000;
const ATTEMPTS = 5;
/** Legs whose key dies this soon wait no longer. */
const LAST_CALL_MS = 3_600_000;

/**
 * Joins legs that wait: calls of which several legs wait, or whose time is over; with `keys` only these. The calls are stored
 * as every batch is, in the one transaction in which their legs go; a kill at any moment leaves the legs or the calls.
 */
export async function joinWaiting(ctx: IngestContext, source: Source, keys?: readonly string[]): Promise<JoinOutcome> {
  const total = { records: 0, duplicates: 0, released: 0 };
  const settings = await ctx.settingsOf(source.companyId, source.sourceId);
  const days = await waitingDays(ctx, source.companyId);
  const place: WaitingPlace = { ...source, days };
  for await (const page of pagesOf(ctx, place, settings, keys)) {
    const outcome = await joinPage(ctx, place, settings, page);
    total.records += outcome.records;
    total.duplicates += outcome.duplicates;
    total.released += outcome.released;
  }
  return total;
}

/** Keys whose legs are few enough to be opened together. */
async function* pagesOf(
  ctx: IngestContext,
  place: WaitingPlace,
  settings: SourceSettings,
  keys: readonly string[] | undefined,
): AsyncGenerator<string[]> {
  if (keys !== undefined) {
    for (let at = 0; at < keys.length; at += KEYS_A_PAGE) {
      const some = keys.slice(at, at + KEYS_A_PAGE);
      const known = await askKnownJoins(ctx, place, some);
      // A leg alone is looked at when its time is over.
      const several = some.flatMap((key) => {
        const { waiting = 0, callAt = null } = known.get(key) ?? {};
        return waiting > 1 || (waiting === 1 && callAt !== null) ? [{ joinKey: key, legs: waiting }] : [];
      });
      yield* inPages(several);
    }
    return;
  }
  const before = new Date(ctx.clock().getTime() - shortestMs(settings));
  for (let after: string | undefined; ; ) {
    const page = { before, limit: KEYS_A_PAGE, ...(after === undefined ? {} : { after }) };
    const calls = await withCompany(ctx.sql, place.companyId, (tx) => waitingCalls(tx, place, page), {
      readOnly: true,
    });
    yield* inPages(calls);
    after = calls.at(-1)?.joinKey;
    if (after === undefined || calls.length < KEYS_A_PAGE) return;
  }
}

function* inPages(calls: readonly { readonly joinKey: string; readonly legs: number }[]): Generator<string[]> {
  let page: string[] = [];
  let legs = 0;
  for (const call of calls) {
    if (page.length > 0 && legs + Number(call.legs) > LEGS_A_PAGE) {
      yield page;
      page = [];
      legs = 0;
    }
    page.push(call.joinKey);
    legs += Number(call.legs);
  }
  if (page.length > 0) yield page;
}

const SHORTEST_WAIT_SECONDS = 60;

/** So old is a leg that may have waited long enough; which ones have, their driver says. */
function shortestMs({ joining }: SourceSettings): number {
  if (joining === undefined) return 0;
  return (joining.join.waitFor === undefined ? joining.join.waitSeconds : SHORTEST_WAIT_SECONDS) * 1_000;
}

function waitMs({ joining }: SourceSettings, legs: readonly DraftLeg[]): number {
  if (joining === undefined) return 0;
  const { waitSeconds } = joining.join;
  const wanted = wantedSeconds(joining.join, legs);
  return Math.min(Math.max(wanted, SHORTEST_WAIT_SECONDS), waitSeconds) * 1_000;
}

function wantedSeconds({ waitFor, waitSeconds }: Join, legs: readonly DraftLeg[]): number {
  try {
    return waitFor?.(legs.map(({ leg }) => leg)) ?? waitSeconds;
  } catch {
    return waitSeconds;
  }
}

/** An erasure that came between is met by reading everything anew; what another process has joined is left to it. */
async function joinPage(
  ctx: IngestContext,
  place: WaitingPlace,
  settings: SourceSettings,
  keys: readonly string[],
): Promise<JoinOutcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await joinOnce(ctx, place, settings, keys);
    } catch (error) {
      if (error instanceof JoinedElsewhere && attempt >= 2) return { records: 0, duplicates: 0, released: 0 };
      const again = error instanceof JoinedElsewhere || (error instanceof AppError && error.code === "fenced");
      if (!again || attempt >= ATTEMPTS) throw error;
      forgetCaches(ctx.keyring, place.companyId);
    }
  }
}

async function joinOnce(
  ctx: IngestContext,
  place: WaitingPlace,
  settings: SourceSettings,
  keys: readonly string[],
): Promise<JoinOutcome> {
  const opened = await openWaiting(ctx, place, settings, keys, LEGS_A_PAGE);
  const released = await release(ctx, place, opened.unread);
  const known = withoutWaiting(await askKnownJoins(ctx, place, keys));
  const total = { records: 0, duplicates: 0, released };
  for (const [receivedAt, legs] of byReceptionDay(settings, opened.legs)) {
    const batch = batchOf(place, receivedAt);
    const drafts = joinLegs(settings, { ...emptyDrafts(batch, settings), legs }, known, (_, some) =>
      isOver(ctx, settings, opened, some),
    );
    total.released += await release(
      ctx,
      place,
      drafts.lines.flatMap(({ leg, reason }) => (leg === undefined ? [] : [{ leg, reason }])),
    );
    const outcome = await store(ctx, batch, settings, drafts);
    total.records += outcome.records;
    total.duplicates += outcome.duplicates;
  }
  return total;
}

async function store(ctx: IngestContext, batch: FrameBatch, settings: SourceSettings, drafts: Drafts) {
  if (drafts.groups === null || drafts.groups.length === 0) return { records: 0, duplicates: 0 };
  const left = { ...drafts, waiting: [], lines: [] };
  const { inserted, duplicates } = await commitBatch(ctx.sql, await prepareBatch(ctx, batch, settings, left, null));
  return { records: inserted, duplicates };
}

/** They are the ones in hand. */
function withoutWaiting(known: KnownJoins): KnownJoins {
  return new Map([...known].map(([key, one]) => [key, { ...one, waiting: 0 }]));
}

/** All legs of a call go to the batch of the day on which its first leg came: that day counts in retention. */
export function byReceptionDay(settings: SourceSettings, legs: readonly DraftLeg[]): Map<Date, DraftLeg[]> {
  const days = new Map<Day, { receivedAt: Date; legs: DraftLeg[] }>();
  for (const group of legsByCall(settings, legs).values()) {
    const receivedAt = group[0]?.receivedAt ?? new Date(0);
    const day = dayIn(settings.companyZone, receivedAt);
    const of = days.get(day) ?? { receivedAt, legs: [] };
    days.set(day, of);
    of.legs.push(...group);
  }
  return new Map([...days.values()].map((day) => [day.receivedAt, day.legs]));
}

/** The time since the last leg came is over, or the first one would end before the next look. */
function isOver(
  ctx: IngestContext,
  settings: SourceSettings,
  { since }: OpenedLegs,
  legs: readonly DraftLeg[],
): boolean {
  const now = ctx.clock().getTime();
  const last = Math.max(...legs.map(({ stored }) => since.get(stored?.id ?? "")?.getTime() ?? 0));
  if (now - last > waitMs(settings, legs)) return true;
  return legs.some(
    ({ stored }) => stored !== undefined && destroyAt(stored.day, settings.companyZone).getTime() - now < LAST_CALL_MS,
  );
}

async function release(
  ctx: IngestContext,
  place: WaitingPlace,
  unread: readonly { readonly leg: Pick<DraftLeg, "stored">; readonly reason: string }[],
): Promise<number> {
  const byReason = new Map<string, { id: string; day: Day }[]>();
  for (const { leg, reason } of unread) {
    if (leg.stored !== undefined) byReason.set(reason, [...(byReason.get(reason) ?? []), leg.stored]);
  }
  let released = 0;
  for (const [reason, legs] of byReason)
    released += await withCompany(ctx.sql, place.companyId, (tx) => releaseWaiting(tx, place, legs, reason));
  return released;
}

/** No delivery: what is stored already under another one is the same call. */
function batchOf({ companyId, sourceId }: Source, receivedAt: Date): FrameBatch {
  return {
    companyId,
    sourceId,
    deliveryId: randomUUID(),
    from: 0,
    to: 0,
    fencing: 0,
    identity: null,
    done: false,
    sessionId: null,
    receivedAt,
    parts: [],
  };
}
