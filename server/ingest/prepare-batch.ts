import { forgetCaches } from "../keyring/index.ts";
import type { StoreBatch } from "../store/batch.ts";
import { readStand } from "../store/fence.ts";
import { assembleBatch } from "./assemble-batch.ts";
import { blankErased } from "./blank-erased.ts";
import type { Drafts } from "./draft.ts";
import type { FrameBatch } from "./frame-batch.ts";
import type { IngestContext } from "./ingest-context.ts";
import { resolveDrafts } from "./resolve-drafts.ts";
import { resolvePlaces } from "./resolve-places.ts";
import { sortAnew } from "./sort-anew.ts";
import { sortByNumber } from "./sort-by-number.ts";
import type { SourceSettings } from "./source-settings.ts";

/**
 * Drafts to rows. The fence's epoch is read first: what was cached under an earlier one may name subjects that are gone.
 * Subjects, slices and endpoints are committed in the keyring when this returns; nothing of the data cluster is.
 */
export async function prepareBatch(
  ctx: IngestContext,
  batch: FrameBatch,
  settings: SourceSettings,
  read: Drafts,
  after: Promise<unknown> | null,
): Promise<StoreBatch> {
  const { epoch, sortedBy, hasAliases } = await readStand(ctx.sql, batch.companyId);
  if (epochs(ctx).get(batch.companyId) !== epoch) {
    forgetCaches(ctx.keyring, batch.companyId);
    epochs(ctx).set(batch.companyId, epoch);
  }
  const drafts = await sortAnew(ctx, settings, read, sortedBy);
  const places = await resolvePlaces(ctx, batch.companyId, drafts.drafts, settings.keeps);
  await resolveDrafts(ctx, batch.companyId, drafts);
  await sortByNumber(ctx, settings, drafts, places);
  const lines = await blankErased(ctx, batch.companyId, drafts.lines);
  const waiting = await blankErased(ctx, batch.companyId, drafts.waiting);
  const all = { ...drafts, lines, waiting };
  return assembleBatch({ ctx, batch, settings, epoch, hasAliases, drafts: all, places, after });
}

/** The epoch under which a keyring's caches were filled, by company. */
const known = new WeakMap<IngestContext["keyring"], Map<number, number>>();

function epochs(ctx: IngestContext): Map<number, number> {
  const epochsOf = known.get(ctx.keyring) ?? new Map<number, number>();
  known.set(ctx.keyring, epochsOf);
  return epochsOf;
}
