import { AppError } from "../domain/app-error.ts";
import { removeSegment, type SegmentRef } from "../inbox/index.ts";
import { forgetCaches } from "../keyring/index.ts";
import type { StoredBatch } from "../store/batch.ts";
import { readCheckpoint } from "../store/checkpoints.ts";
import { commitBatch } from "../store/commit-batch.ts";
import { decodeFrames } from "./decode-frames.ts";
import { joinLegs, type KnownJoins, legsByCall } from "./join-legs.ts";
import { askKnownJoins } from "./known-joins.ts";
import type { Drafts } from "./draft.ts";
import type { FrameBatch } from "./frame-batch.ts";
import type { IngestContext } from "./ingest-context.ts";
import { prepareBatch } from "./prepare-batch.ts";
import { readDelivery } from "./read-delivery.ts";
import type { SourceSettings } from "./source-settings.ts";
import type { Turnstile } from "./turnstile.ts";
import { withCompany } from "#db/with-company.ts";

/** What became of the segments of a delivery. */
export interface IngestOutcome {
  readonly segments: number;
  readonly records: number;
  readonly duplicates: number;
  readonly undefinedLines: number;
}

const NOTHING_STORED = { position: 0, fencing: 0 };

/** Batches of one delivery under way at once: one commits, one asks the keyring, one is read and sealed. */
const IN_FLIGHT = 3;
/** An erasure raises the fence for a moment; whoever meets it five times in a row lets others go first. */
const FENCE_ATTEMPTS = 5;

/**
 * Stores the segments of one delivery, in their order, each batch in one transaction, and removes them after their commit.
 * Whatever fails leaves its segment and all after it in the inbox: calling again goes on where the database stands.
 */
export async function ingestDelivery(
  ctx: IngestContext,
  refs: readonly SegmentRef[],
  turnstile: Turnstile,
  onWaiting: OnWaiting = () => undefined,
): Promise<IngestOutcome> {
  const total = { segments: 0, records: 0, duplicates: 0, undefinedLines: 0 };
  const [first] = refs;
  if (first === undefined) return total;
  const { companyId, sourceId, deliveryId } = first;
  const { companyZone } = await ctx.settingsOf(companyId, sourceId);
  const stands = await withCompany(ctx.sql, companyId, (tx) => readCheckpoint(tx, companyId, sourceId, deliveryId), {
    readOnly: true,
  });
  let state = decoderState(stands?.identity);
  const running: Promise<void>[] = [];
  let last: Promise<unknown> | null = null;
  try {
    for await (const { batch, refs: read } of readDelivery(ctx, refs, stands ?? NOTHING_STORED, companyZone)) {
      if (running.length >= IN_FLIGHT) await running.shift();
      if (batch.from === batch.to && !batch.done) {
        total.segments += await removeAll(read);
        continue;
      }
      // A backlog takes minutes: a rule that is changed meanwhile holds from the next batch on.
      const settings = await ctx.settingsOf(companyId, sourceId);
      const drafts = decodeFrames(batch, settings, state);
      state = drafts.state;
      await turnstile.enter();
      const stored = storeBatch(ctx, batch, settings, drafts, last, onWaiting);
      last = stored;
      const finished = finish(stored, read, drafts, total).finally(() => turnstile.leave());
      // Its failure is told when it is waited for; until then it must not count as unheard.
      finished.catch(() => undefined);
      running.push(finished);
    }
  } finally {
    await settleAll(running);
  }
  return total;
}

/** Told the calls of which legs wait once they are stored: another leg may have made one whole. */
export type OnWaiting = (keys: readonly string[]) => void;

/** Prepares and commits one batch; an erasure that came between makes it resolve its subjects again. */
async function storeBatch(
  ctx: IngestContext,
  batch: FrameBatch,
  settings: SourceSettings,
  drafts: Drafts,
  after: Promise<unknown> | null,
  onWaiting: OnWaiting,
): Promise<StoredBatch> {
  const { companyId, sourceId } = batch;
  for (let attempt = 1; ; attempt++) {
    try {
      const calls = legsByCall(settings, drafts.legs);
      // Legs of the batch before have to be known, or both would wait for each other.
      if (calls.size > 0) await after;
      const known =
        calls.size === 0 ? NONE_KNOWN : await askKnownJoins(ctx, { companyId, sourceId }, [...calls.keys()]);
      const joined = joinLegs(settings, drafts, known, () => cannotWait(ctx, drafts));
      const stored = await commitBatch(ctx.sql, await prepareBatch(ctx, batch, settings, joined, after));
      if (joined.waiting.length > 0) onWaiting(keysOf(settings, joined));
      return stored;
    } catch (error) {
      if (!(error instanceof AppError && error.code === "fenced") || attempt >= FENCE_ATTEMPTS) throw error;
      forgetCaches(ctx.keyring, batch.companyId);
    }
  }
}

const NONE_KNOWN: KnownJoins = new Map();

/** What is read so late that its lines end today cannot wait. */
function cannotWait(ctx: IngestContext, { undefinedSlot }: Drafts): boolean {
  return undefinedSlot.spec.destroyAt.getTime() - ctx.clock().getTime() < SHORTEST_WAIT_MS;
}

const SHORTEST_WAIT_MS = 3_600_000;

function keysOf(settings: SourceSettings, { waiting }: Drafts): string[] {
  return [
    ...legsByCall(
      settings,
      waiting.flatMap(({ leg }) => (leg === undefined ? [] : [leg])),
    ).keys(),
  ];
}

async function finish(
  stored: Promise<StoredBatch>,
  refs: readonly SegmentRef[],
  drafts: Drafts,
  total: Totals,
): Promise<void> {
  const { inserted, duplicates, alreadyStored } = await stored;
  total.segments += await removeAll(refs);
  total.records += inserted;
  total.duplicates += duplicates;
  if (!alreadyStored) total.undefinedLines += drafts.lines.length;
}

async function removeAll(refs: readonly SegmentRef[]): Promise<number> {
  for (const ref of refs) await removeSegment(ref);
  return refs.length;
}

type Totals = { -readonly [K in keyof IngestOutcome]: IngestOutcome[K] };

/** Waits for all; the first failure is the one to tell, those behind it only follow from it. */
async function settleAll(running: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(running);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}

function decoderState(identity: Readonly<Record<string, unknown>> | null | undefined): Record<string, unknown> {
  const kept = identity?.["decoder"];
  return typeof kept === "object" && kept !== null ? { ...kept } : {};
}
