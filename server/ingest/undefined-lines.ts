import { PRODUCTS } from "../domain/codes.ts";
import { findSsns } from "../domain/find-ssns.ts";
import { undefinedLinePlace } from "../domain/raw/index.ts";
import { uuidBytes } from "../domain/uuid.ts";
import { timeOrderedId } from "../inbox/index.ts";
import { sealWithSlice } from "../keyring/index.ts";
import type { StoreUndefinedLine } from "../store/batch.ts";
import type { DraftLine, Drafts } from "./draft.ts";
import type { FrameBatch } from "./frame-batch.ts";
import type { IngestContext } from "./ingest-context.ts";
import { isOpen } from "./resolve-drafts.ts";
import type { SourceSettings } from "./source-settings.ts";

const LONGEST_REASON = 200;

/** No driver knows its columns: what can only be a personal identity number is struck out, byte for byte. */
function withoutSsns(frame: Buffer, at: Date): Buffer {
  const found = findSsns(frame.toString("latin1"), at);
  if (found.length === 0) return frame;
  const struck = Buffer.from(frame);
  for (const { start, end } of found) struck.fill(0x78, start, end);
  return struck;
}

/** Lines no driver understood, each sealed by itself with its reason beside it. None when their class has expired by now. */
export function sealUndefinedLines(
  ctx: IngestContext,
  batch: FrameBatch,
  settings: SourceSettings,
  drafts: Drafts,
): StoreUndefinedLine[] {
  const slot = drafts.undefinedSlot;
  if (drafts.lines.length === 0 || !isOpen(slot)) return [];
  const sliceId = slot.slice?.id ?? 0;
  return drafts.lines.map(({ frame, position, receivedAt, reason }: DraftLine) => {
    const id = timeOrderedId();
    return {
      id: uuidBytes(id),
      expiresOn: slot.spec.expiresOn,
      sliceId,
      sourceId: settings.sourceId,
      product: PRODUCTS[settings.product],
      deliveryId: batch.deliveryId,
      position,
      receivedAt,
      reason: reason.slice(0, LONGEST_REASON),
      lengthBytes: frame.length,
      sealed: sealWithSlice(
        ctx.keyring,
        settings.companyId,
        sliceId,
        undefinedLinePlace(settings.companyId, id),
        settings.keeps.ssn ? frame : withoutSsns(frame, receivedAt),
      ),
    };
  });
}
