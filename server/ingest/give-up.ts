import { withCompany } from "#db/with-company.ts";
import { AppError } from "../domain/app-error.ts";
import { listSegments, openSegment, peekSegment, removeSegment, type SegmentRef, setAside } from "../inbox/index.ts";
import { errorFields } from "../log.ts";
import { readCheckpoint } from "../store/checkpoints.ts";
import { commitBatch } from "../store/commit-batch.ts";
import { decodeFrames } from "./decode-frames.ts";
import type { IngestContext } from "./ingest-context.ts";
import { ingestInbox } from "./ingest-inbox.ts";
import { settingsWithoutDriver } from "./load-settings.ts";
import { prepareBatch } from "./prepare-batch.ts";

const PATIENCE_MS = 48 * 3_600_000;

/**
 * What has waited in the inbox for two days, whatever stopped it, becomes lines no driver understood: they are looked through
 * by erasures, end by their rule, and can be read again by a mended driver, while the inbox's keys may die. What can be read still
 * is read first: an edge that was cut off for days hands over what is old and has waited nowhere. What nobody can open any more
 * stays and is told of. Answers how many segments went.
 */
export async function giveUpOld(ctx: IngestContext, dir: string): Promise<number> {
  const before = ctx.clock().getTime() - PATIENCE_MS;
  const old: SegmentRef[] = [];
  for (const ref of await listSegments(dir)) {
    const header = await peekSegment(ref).catch(() => null);
    if (header !== null && Date.parse(header.receivedAt) < before) old.push(ref);
  }
  for (const { companyId, sourceId } of sourcesOf(old)) await ingestInbox(ctx, dir, { companyId, sourceId });
  let gone = 0;
  for (const ref of old) {
    try {
      gone += await giveUp(ctx, ref);
    } catch (error) {
      if (error instanceof AppError && error.code === "not-found") continue;
      ctx.log.error("ingest.given-up-failed", {
        company: ref.companyId,
        source: ref.sourceId,
        ...errorFields(error),
      });
    }
  }
  if (gone > 0) ctx.log.warn("ingest.given-up", { segments: gone });
  return gone;
}

function sourcesOf(refs: readonly SegmentRef[]): readonly Pick<SegmentRef, "companyId" | "sourceId">[] {
  return [...new Map(refs.map((ref) => [`${ref.companyId} ${ref.sourceId}`, ref])).values()];
}

async function giveUp(ctx: IngestContext, ref: SegmentRef): Promise<number> {
  const { companyId, sourceId, deliveryId } = ref;
  const { header, frames } = await openSegment(ref, ctx.openKey);
  const settings = await settingsWithoutDriver(ctx.sql, companyId, sourceId);
  const stands = await withCompany(ctx.sql, companyId, (tx) => readCheckpoint(tx, companyId, sourceId, deliveryId), {
    readOnly: true,
  });
  // Bytes that are missing before it will not come any more: the place moves past them.
  const from = stands?.position ?? 0;
  if (header.to > from && stands?.done === true) {
    // Behind the end of what was whole nothing can stand: it was made up, and nobody ever takes it.
    await setAside(ref);
    return 1;
  }
  if (header.to > from) {
    const receivedAt = new Date(header.receivedAt);
    const batch = {
      companyId,
      sourceId,
      deliveryId,
      sessionId: header.sessionId,
      // Whoever read on from here has had two days for it.
      fencing: Math.max(header.fencing, stands?.fencing ?? 0),
      receivedAt,
      from,
      to: header.to,
      identity: header.identity,
      done: header.end,
      parts: [{ receivedAt, frames: frames.filter((frame) => frame.position >= from) }],
    };
    const drafts = decodeFrames(batch, settings, {});
    await commitBatch(ctx.sql, await prepareBatch(ctx, batch, settings, drafts, null));
  }
  await removeSegment(ref);
  return 1;
}
