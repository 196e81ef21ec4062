import { PRODUCTS } from "../domain/codes.ts";
import { findSsns } from "../domain/find-ssns.ts";
import { undefinedLinePlace } from "../domain/raw/index.ts";
import { uuidBytes } from "../domain/uuid.ts";
import { timeOrderedId } from "../inbox/index.ts";
import { sealWithSlice } from "../keyring/index.ts";
import type { StoreUndefinedLine, StoreWaiting } from "../store/batch.ts";
import type { DraftLine, Drafts } from "./draft.ts";
import type { FrameBatch } from "./frame-batch.ts";
import type { IngestContext } from "./ingest-context.ts";
import { joinKeyOf } from "./leg-marks.ts";
import { isOpen } from "./resolve-drafts.ts";
import type { SourceSettings } from "./source-settings.ts";

const LONGEST_REASON = 200;

/**
 * No driver knows its columns: what can only be a personal identity number is struck out, byte for byte. Of a leg the driver
 * knows where values stand, and what looks like one elsewhere is a time or a number of the call.
 */
function withoutSsns({ frame, receivedAt, leg }: DraftLine): Buffer {
  const values = leg?.leg.record.values;
  const found = findSsns(frame.toString("latin1"), receivedAt).filter(
    ({ start, end }) => values === undefined || values.some((value) => value.start < end && start < value.end),
  );
  if (found.length === 0) return frame;
  const struck = Buffer.from(frame);
  for (const { start, end } of found) struck.fill(0x78, start, end);
  return struck;
}

/** Lines no driver understood and legs that wait, each sealed by itself. None when their class has expired by now. */
export function sealUndefinedLines(
  ctx: IngestContext,
  batch: FrameBatch,
  settings: SourceSettings,
  drafts: Drafts,
): StoreUndefinedLine[] {
  const slot = drafts.undefinedSlot;
  if (drafts.lines.length + drafts.waiting.length === 0 || !isOpen(slot)) return [];
  const sliceId = slot.slice?.id ?? 0;
  const seal = (line: DraftLine, waiting: StoreWaiting | null): StoreUndefinedLine => {
    const { frame, position, receivedAt, reason } = line;
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
        settings.keeps.ssn ? frame : withoutSsns(line),
      ),
      sessionId: batch.sessionId,
      waiting,
    };
  };
  const since = ctx.clock();
  const { sessionId } = batch;
  return [
    ...drafts.lines.map((line) => seal(line, null)),
    ...drafts.waiting.map((line) => {
      const key = joinKeyOf(settings.companyId, settings.sourceId, line.leg?.leg.call ?? "");
      return seal(line, { since, joinKey: uuidBytes(key), sessionId, state: line.leg?.state ?? null });
    }),
  ];
}
