import { access, rename } from "node:fs/promises";
import { DAMAGED_SUFFIX, readSegmentName, segmentPath } from "./segment-name.ts";
import { corrupt, HEADER_REACH, readHeader } from "./segment-seal.ts";
import type { SegmentHeader, SegmentRef } from "./segment.ts";
import { place } from "./write-segment.ts";

/** The header of a segment that was sealed elsewhere, which nothing has authenticated. Throws SegmentDamaged. */
export function headerOf(sealed: Uint8Array): SegmentHeader {
  // A longer one is read whole by nobody who looks at headers alone.
  const header = readHeader(sealed.subarray(0, HEADER_REACH));
  if (header.to < header.from || !isPlain(header)) throw corrupt();
  // Ids in capitals make a name that nobody lists: it would lie there for good, unread and uncounted.
  if (readSegmentName("", segmentPath("", header)) === null || !TIME_ORDERED.test(header.id)) throw corrupt();
  return header;
}

/** Version 7, as `timeOrderedId` makes them: by it segments are put in order. */
const TIME_ORDERED = /^.{14}7/;
const FIRST_YEAR = "2000";
const DEEPEST = 16;

/** What the database would refuse for good must not wait here: the key of its day would live for as long. */
function isPlain({ receivedAt, identity }: SegmentHeader): boolean {
  return receivedAt >= FIRST_YEAR && depthOf(identity) <= DEEPEST && !UNSTORABLE.test(JSON.stringify(identity));
}

/** NUL and halves of characters, as JSON writes them: Postgres takes neither. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/;

function depthOf(value: unknown, above = 0): number {
  if (typeof value !== "object" || value === null || above > DEEPEST) return above;
  return Object.values(value).reduce((deepest: number, one) => Math.max(deepest, depthOf(one, above + 1)), above + 1);
}

/** Takes it into this inbox: on disk when it resolves. One that lies here already stays as it is; false then. */
export async function keepSegment(dir: string, header: SegmentHeader, sealed: Buffer): Promise<boolean> {
  const path = segmentPath(dir, header);
  if (await isThere(path)) return false;
  await place(dir, path, sealed, null);
  return true;
}

/** Whether it lies in this inbox, unread. */
export async function holdsSegment(dir: string, ref: Omit<SegmentRef, "path">): Promise<boolean> {
  return await isThere(segmentPath(dir, ref));
}

/** Out of the way of readers; `removeLeftovers` ends it after a week. */
export async function setAside({ path }: Pick<SegmentRef, "path">): Promise<void> {
  await rename(path, path + DAMAGED_SUFFIX);
}

async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
