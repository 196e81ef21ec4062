import type { KeyObject } from "node:crypto";

import type { Framing } from "../../drivers/driver.ts";
import { createFramer, FRAME_LIMIT, type Frame, type Framer, isWhole } from "../../drivers/framing.ts";
import { SEGMENT_BYTES, SEGMENT_FRAMES } from "../../inbox/index.ts";
import type { Sink } from "../source.ts";
import { type Deliveries, readAt } from "./deliveries.ts";
import type { Delivery } from "./delivery.ts";
import { FileRefused, type Folder, type OpenFile } from "./folder.ts";
import { type FileIdentity, HEAD_BYTES, headMac, headSize, SHORTER_SIZES, TAIL_BYTES, tailMac } from "./fingerprint.ts";

/** A file being read as a delivery. Places are places in the file unless they are called positions. */
export interface TrackedFile {
  readonly key: string;
  readonly inode: string;
  path: string;
  /** Its first bytes when it was met: most other files differ from it there. */
  start: Buffer;
  handle: OpenFile | null;
  delivery: Delivery;
  /** The finished delivery that this one goes on from. */
  continued: Delivery | null;
  framer: Framer;
  /** Frames that stand before what is read next: the first line of a file whose delivery begins in its middle. */
  lead: Frame[];
  /** How far the framer has seen; what lies between the delivery's `at` and here is the start of a frame. */
  read: number;
  /** The bytes before `read`: they show that the file is still the same, and make the fingerprint of any frame's end. */
  window: Buffer;
  size: number;
  modifiedMs: number;
  /** Monotonic milliseconds at which size or time were last seen to change. */
  changedAt: number;
  /** Whether size or time changed since it was last read to its end. */
  dirty: boolean;
  listed: boolean;
}

export interface ReadContext {
  readonly key: KeyObject;
  readonly framing: Framing;
  readonly deliveries: Deliveries;
  readonly sink: Sink;
  readonly folder: Folder;
}

/**
 * Reads one segment's worth. "changed" means that the bytes before the place are not the ones read before: the file was
 * cut off or replaced. When the inbox refuses, the file stands where the last segment ended.
 */
export async function readOn(
  context: ReadContext,
  file: TrackedFile,
  handle: OpenFile,
): Promise<"more" | "end" | "changed"> {
  const check = Math.min(TAIL_BYTES, file.window.length);
  // A little more than the known rest, so that the end of the file shows itself without another read.
  const wanted = Math.min(SEGMENT_BYTES, Math.max(0, file.size - file.read) + 4096);
  const bytes = await readAt(handle, file.read - check, check + wanted);
  if (context.folder.byName && bytes.length < check) throw new FileRefused("shorter than it was said to be");
  if (bytes.length < check || !bytes.subarray(0, check).equals(file.window.subarray(file.window.length - check)))
    return "changed";
  const chunk = bytes.subarray(check);
  if (chunk.length === 0) return "end";
  const seen = { window: file.window, chunk };
  const frames = [...file.lead, ...file.framer.push(chunk)];
  file.lead = [];
  file.read += chunk.length;
  await deliver(context, file, handle, frames, seen, false);
  const held = Math.min(HELD_BYTES, file.read - file.delivery.at);
  file.window = Buffer.from(endOf(seen, 0, held + TAIL_BYTES));
  return chunk.length < wanted ? "end" : "more";
}

/** Whether the bytes before the place are the ones that were read there. */
export async function isUnchangedBefore(file: TrackedFile, handle: OpenFile): Promise<boolean> {
  const count = Math.min(TAIL_BYTES, file.window.length);
  return (await readAt(handle, file.read - count, count)).equals(file.window.subarray(file.window.length - count));
}

/** The most that a framer holds back, of a file in two bytes a character. */
const HELD_BYTES = 2 * FRAME_LIMIT;

/** Whether the file ends with the start of a frame. */
export function isUnfinished(file: TrackedFile): boolean {
  return file.read > file.delivery.at || file.lead.length > 0;
}

/**
 * Takes the last frame as it stands: the file is at rest, or gone. A whole one only waited for the next to begin; with what is
 * cut off (a line without its line feed) the delivery ends. Repeatable.
 */
export async function finishFile(context: ReadContext, file: TrackedFile, handle: OpenFile | null): Promise<void> {
  file.lead = [...file.lead, ...file.framer.finish()];
  const last = file.lead.at(-1);
  const goesOn = handle !== null && last !== undefined && isWhole(context.framing, last.bytes);
  await deliver(context, file, handle, file.lead, { window: file.window, chunk: Buffer.alloc(0) }, !goesOn);
  file.lead = [];
}

/**
 * Puts a file to where its delivery is safe. False when other bytes stand before that place by now: the file was cut off and begun
 * anew, and what it is its content must say.
 */
export async function rewind(context: ReadContext, file: TrackedFile, handle: OpenFile): Promise<boolean> {
  if (file.delivery.identity === null && file.continued !== null) {
    file.delivery = file.continued;
    file.delivery.boundTo = file.key;
  }
  file.continued = null;
  const { at, base, identity } = file.delivery;
  file.framer = createFramer(context.framing, { position: at - base });
  file.lead = [];
  file.read = at;
  const before = Math.min(at, TAIL_BYTES);
  file.window = await readAt(handle, at - before, before);
  file.dirty = true;
  return identity === null || tailMac(context.key, at, file.window) === identity.tail;
}

async function deliver(
  context: ReadContext,
  file: TrackedFile,
  handle: OpenFile | null,
  frames: Frame[],
  seen: Seen,
  end: boolean,
): Promise<void> {
  let first = 0;
  while (first < frames.length) {
    let next = first;
    let bytes = 0;
    while (next < frames.length && next - first < SEGMENT_FRAMES && (bytes < SEGMENT_BYTES || next === first)) {
      bytes += frames[next++]?.bytes.length ?? 0;
    }
    const part = frames.slice(first, next);
    const last = part.at(-1);
    if (last === undefined) return;
    const isEnd = end && next === frames.length;
    await deliverPart(context, file, handle, part, last, seen, isEnd);
    first = next;
  }
}

async function deliverPart(
  context: ReadContext,
  file: TrackedFile,
  handle: OpenFile | null,
  part: Frame[],
  last: Frame,
  seen: Seen,
  end: boolean,
): Promise<void> {
  const { delivery } = file;
  const at = delivery.base + last.end;
  const before = endOf(seen, file.read - at, TAIL_BYTES);
  const identity: FileIdentity = {
    v: 1,
    inode: file.inode,
    base: delivery.base,
    at,
    ...(await headOf(context.key, delivery, handle, at, before)),
    tail: tailMac(context.key, at, before),
    unfinished: end ? delivery.base + last.start : null,
    ...(context.folder.byName && at === file.size && { all: { size: at, modifiedMs: file.modifiedMs } }),
  };
  const from = delivery.at - delivery.base;
  await context.sink.deliver({ deliveryId: delivery.id, from, to: last.end, frames: part, identity, end });
  delivery.at = at;
  delivery.done = end;
  context.deliveries.moved(delivery, identity);
}

/**
 * The head grows in steps; between them it is the one known already. A file that can no longer be read keeps its own, and so does
 * one that was cut off and begun anew since `before` was read: its copy would not be recognised by what stands there now.
 */
async function headOf(
  key: KeyObject,
  delivery: Delivery,
  handle: OpenFile | null,
  at: number,
  before: Buffer,
): Promise<Pick<FileIdentity, "head" | "shorter">> {
  const bytes = headSize(at);
  const { head: known = null, shorter } = delivery.identity ?? {};
  const same = { head: known, ...(shorter === undefined ? {} : { shorter }) };
  if (bytes === 0 || known?.bytes === bytes || handle === null) return same;
  const head = await readAt(handle, 0, bytes);
  const isSame = (await readAt(handle, at - before.length, before.length)).equals(before);
  if (!isSame) return same;
  const macOf = (size: number) => headMac(key, head.subarray(0, size));
  const all = { head: { bytes, mac: macOf(bytes) } };
  return bytes < HEAD_BYTES ? all : { ...all, shorter: SHORTER_SIZES.map(macOf) };
}

/** What was read last, in two pieces that follow on each other up to the file's `read`. */
interface Seen {
  readonly window: Buffer;
  readonly chunk: Buffer;
}

/** Up to `count` bytes that end `back` bytes before the end of what was seen. The large piece is not copied. */
function endOf({ window, chunk }: Seen, back: number, count: number): Buffer {
  const end = chunk.length - back;
  if (end >= count) return chunk.subarray(end - count, end);
  const all = end < 0 ? window.subarray(0, window.length + end) : Buffer.concat([window, chunk.subarray(0, end)]);
  return all.subarray(Math.max(0, all.length - count));
}
