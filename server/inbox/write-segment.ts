import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { AppError } from "../domain/app-error.ts";
import { uuidText } from "../domain/uuid.ts";
import { type PlacedFrame, packFrames } from "./segment-body.ts";
import { HALF_SUFFIX, HELD_SUFFIX, segmentPath } from "./segment-name.ts";
import { sealSegment } from "./segment-seal.ts";
import {
  type InboxPublicKey,
  MOST_BYTES,
  MOST_FRAMES,
  type NewSegment,
  type SegmentHeader,
  type SegmentRef,
} from "./segment.ts";

/**
 * Writes frames as one sealed segment. When it resolves, the segment is on disk whatever happens next: bytes may be
 * acknowledged to whoever sent them. `holds` throws for whoever may hold the source no longer; null for what nobody else is sent or
 * reads again. Throws AppError "unavailable" (retry) when the disk takes no more.
 */
export async function writeSegment(
  dir: string,
  segment: NewSegment,
  frames: readonly PlacedFrame[],
  key: InboxPublicKey,
  holds: Holds = null,
): Promise<SegmentRef> {
  const { packed, bytes, version } = packFrames(frames, segment.from);
  // Nobody would open it: it must not be acknowledged.
  if (frames.length > MOST_FRAMES || bytes > MOST_BYTES) throw new RangeError("more than a segment holds");
  const id = timeOrderedId();
  const header: SegmentHeader = { version, id, ...segment, frames: frames.length, bytes, kid: key.kid };
  const sealed = await sealSegment(header, packed, key);
  const { companyId, sourceId, deliveryId, from, to } = segment;
  const path = segmentPath(dir, { id, companyId, sourceId, deliveryId, from, to });
  await place(dir, path, sealed, holds);
  return { path, id, companyId, sourceId, deliveryId, from, to };
}

export type Holds = (() => void) | null;

/**
 * On disk when it resolves, whole or not at all. A process may sleep at any step, and its source be taken by another one, which
 * removes what is half written before it lists what there is: what was begun before then cannot become whole, and what is begun
 * later is refused by `holds`. Without it all becomes whole however late. Throws AppError "unavailable" (retry), or what `holds` throws.
 */
export async function place(dir: string, path: string, sealed: Buffer, holds: Holds): Promise<void> {
  const half = path + (holds === null ? HALF_SUFFIX : HELD_SUFFIX);
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const file = await open(half, "wx", 0o600);
    try {
      holds?.();
      await file.writeFile(sealed);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(half, path);
    await syncFolder(dir);
  } catch (cause) {
    await rm(half, { force: true }).catch(() => undefined);
    holds?.();
    throw refusal(cause);
  }
}

/** A rename is lasting only once its folder is on disk too. */
export async function syncFolder(dir: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(dir, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function refusal(cause: unknown): AppError {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new AppError(
      "unavailable",
      "The disk of the inbox is full: nothing more is collected. Make room on the disk that holds the Gallra home: what the telephone system keeps is read then, and what it does not keep is lost.",
      { retry: true, cause },
    );
  }
  if (code === "EROFS" || code === "EACCES" || code === "EPERM") {
    return new AppError(
      "unavailable",
      "The inbox folder cannot be written. Give the user that runs Gallra write access to its home.",
      { retry: true, cause },
    );
  }
  return new AppError("unavailable", "The inbox could not take a segment. Check the disk that holds the Gallra home.", {
    retry: true,
    cause,
  });
}

let lastMs = 0;
let sequence = 0;

/** UUID version 7 (RFC 9562 5.7) that never goes back within this process, even when the clock does. */
export function timeOrderedId(): string {
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    sequence = 0;
  } else if (++sequence > 0xfff) {
    lastMs++;
    sequence = 0;
  }
  const bytes = randomBytes(16);
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return uuidText(bytes);
}
