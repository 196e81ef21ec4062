import { join } from "node:path";
import type { SegmentRef } from "./segment.ts";

/** `c12-s3-<delivery>-<from>-<to>-<id>.segment`: what a reader needs to know before it opens the file. */
export function segmentPath(dir: string, ref: Omit<SegmentRef, "path">): string {
  return join(dir, `${deliveryKey(ref)}-${ref.from}-${ref.to}-${ref.id}${SUFFIX}`);
}

/** `c12-s3-<delivery>`: a delivery among those of all sources. */
export function deliveryKey(ref: Pick<SegmentRef, "companyId" | "sourceId" | "deliveryId">): string {
  return `c${ref.companyId}-s${ref.sourceId}-${ref.deliveryId}`;
}

/** `deliveryKey` and id of a segment by its name, where hundreds of thousands are gone through. */
export function keyAndIdOf(name: string): [string, string] {
  const uuid = name.indexOf("-", name.indexOf("-s") + 2) + 1;
  const end = name.length - SUFFIX.length;
  return [name.slice(0, uuid + UUID_LENGTH), name.slice(end - UUID_LENGTH, end)];
}

/** null for a file that is no segment. */
export function readSegmentName(dir: string, name: string): SegmentRef | null {
  const match = NAME.exec(name);
  if (match === null) return null;
  const [, companyId, sourceId, deliveryId, from, to, id] = match;
  if (deliveryId === undefined || id === undefined) return null;
  return {
    path: join(dir, name),
    id,
    companyId: Number(companyId),
    sourceId: Number(sourceId),
    deliveryId,
    from: Number(from),
    to: Number(to),
  };
}

/** When a segment was written, from its id. */
export function writtenAt(ref: Pick<SegmentRef, "id">): Date {
  return new Date(Number.parseInt(ref.id.slice(0, 8) + ref.id.slice(9, 13), 16));
}

/** A segment being written has this name until it is whole on disk. */
export const HALF_SUFFIX = ".half";
/** One that whoever takes the source over takes back: what is in it is read again. */
export const HELD_SUFFIX = `.held${HALF_SUFFIX}`;
/** A segment that did not open. */
export const DAMAGED_SUFFIX = ".damaged";

const SUFFIX = ".segment";
const UUID_LENGTH = 36;
const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const NAME = new RegExp(`^c(\\d+)-s(\\d+)-(${UUID})-(\\d+)-(\\d+)-(${UUID})\\.segment$`);
