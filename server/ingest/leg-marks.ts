import { hash } from "node:crypto";
import { DISPOSITIONS } from "../domain/codes.ts";
import { uuidText } from "../domain/uuid.ts";
import type { DecodedLeg } from "../drivers/driver.ts";
import type { LegMark } from "../store/batch.ts";

/** What legs of one call share, as they are stored: a digest (UUID text) of what the PBX calls the call, at this source. */
export function joinKeyOf(companyId: number, sourceId: number, call: string): string {
  const id = Buffer.from(hash("sha256", `leg/${companyId}/${sourceId}/${call}`, "buffer").subarray(0, 16));
  id[6] = ((id[6] ?? 0) & 0x0f) | 0x80;
  id[8] = ((id[8] ?? 0) & 0x3f) | 0x80;
  return uuidText(id);
}

/** By what a leg is known when it is sent again. No number and no name is in it. */
export function markOf({ part, record }: DecodedLeg): LegMark {
  const digest = Buffer.from(hash("sha256", part, "buffer")).readUInt32BE(0);
  const disposition = record.disposition === null ? 0 : DISPOSITIONS[record.disposition];
  return [digest, record.startedAt.getTime(), record.durationSeconds, disposition];
}

/** A PBX that tells only how long ago something was is read a little differently each time. */
const SAME_START_MS = 5_000;

export function isMarked(marks: readonly LegMark[], leg: DecodedLeg): boolean {
  const [part, start, seconds, disposition] = markOf(leg);
  return marks.some(
    (mark) =>
      mark[0] === part && mark[2] === seconds && mark[3] === disposition && Math.abs(mark[1] - start) <= SAME_START_MS,
  );
}
