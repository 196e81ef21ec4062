import type { Framing } from "../../drivers/driver.ts";
import { createFramer } from "../../drivers/framing.ts";
import { gapOf } from "../../drivers/merge-legs.ts";
import { readAt } from "./deliveries.ts";
import type { Delivery } from "./delivery.ts";
import { deliveryIdOf, HEAD_BYTES, TAIL_BYTES } from "./fingerprint.ts";
import type { OpenFile, SeenFile } from "./folder.ts";
import { type ReadContext, rewind, type TrackedFile } from "./tracked-file.ts";

/** What a file turned out to be. "wait": it cannot be told yet. "copy": all of it has been read from another file. */
export type Adopted =
  | { readonly kind: "tracked"; readonly file: TrackedFile; readonly shrunk: boolean }
  | { readonly kind: "copy"; readonly of: Delivery }
  | { readonly kind: "wait" };

export interface AdoptContext extends ReadContext {
  readonly tracked: ReadonlyMap<string, TrackedFile>;
  /** Files cut off or replaced, of whose last frame no more than the start was read. */
  readonly left: readonly TrackedFile[];
  /** Monotonic milliseconds now. */
  readonly now: number;
}

/** Whether a file has stood still, and whether it has been known for that long: a busy file never stands still. */
export interface Still {
  readonly atRest: boolean;
  readonly known: boolean;
}

/**
 * Decides by content which delivery a file is. A copy in the making looks like any new file: whoever begins like a file that is
 * read, or like what was read before and is longer, is waited for; a copy is never longer than its original. One that was half
 * made when it was listed may be whole, and its original gone, by now: nothing is begun anew before its size was asked again.
 */
export async function adopt(context: AdoptContext, seen: SeenFile, handle: OpenFile, still: Still): Promise<Adopted> {
  let now = seen;
  for (let look = 1; look <= LOOKS; look++) {
    const told = await tell(context, now, handle, still);
    if (told !== null) return told;
    const { size } = context.folder.byName && still.atRest ? now : await handle.stat();
    if (size === now.size) return await begin(context, now, handle);
    now = { ...now, size };
  }
  return still.known ? await begin(context, now, handle) : { kind: "wait" };
}

/** How often a size is asked that is another one each time: a file that is written to all the time never stands still. */
const LOOKS = 3;

/** null: nothing begins like it. */
async function tell(context: AdoptContext, seen: SeenFile, handle: OpenFile, still: Still): Promise<Adopted | null> {
  const { known, isLonger } = await context.deliveries.recognise(handle, seen.inode, seen.size);
  if (isLonger && known?.identity?.inode !== seen.inode && !still.atRest) return { kind: "wait" };
  const holder = known === null || known.boundTo === null ? undefined : context.tracked.get(known.boundTo);
  if (known !== null && holder === undefined) return await bind(context, seen, handle, known, false);
  const twin = holder ?? (await twinOf(context, seen, handle));
  if (twin === undefined) return null;
  if (twin.read < twin.size || twin.dirty) return { kind: "wait" };
  if (seen.size > twin.size ? !still.known : !still.atRest) return { kind: "wait" };
  return seen.size <= twin.read ? { kind: "copy", of: twin.delivery } : null;
}

async function begin(context: AdoptContext, seen: SeenFile, handle: OpenFile): Promise<Adopted> {
  const shrunk = context.deliveries.lastSeenIn(seen.inode) !== null;
  const delivery = (await heldStartOf(context, seen, handle)) ?? (await freshDelivery(context, seen, handle));
  return await bind(context, seen, handle, delivery, shrunk);
}

/** A file of which no frame was whole when it got another name is known by nothing but the bytes that are held of it. */
async function heldStartOf({ left }: AdoptContext, seen: SeenFile, handle: OpenFile): Promise<Delivery | null> {
  for (const { delivery, read, window } of left) {
    if (delivery.at > 0 || delivery.boundTo !== null || window.length !== read || read > seen.size) continue;
    if ((await readAt(handle, 0, read)).equals(window)) return delivery;
  }
  return null;
}

/**
 * A finished delivery whose file grows goes on under a new one, from where the unfinished line began (or after its line
 * feed, if that is all that was missing). It repeats the file's first line, which may be the header its driver needs.
 */
export async function continueFinished(context: ReadContext, file: TrackedFile, handle: OpenFile): Promise<void> {
  const { at, identity } = file.delivery;
  const missing = missingEnd(context.framing, await readAt(handle, at, 4));
  const start = missing > 0 ? at + missing : (identity?.unfinished ?? 0);
  const framer = createFramer(context.framing);
  const [header] = framer.push(await readAt(handle, 0, Math.min(start, HEAD_BYTES)));
  // A first line may be a header, even one that was taken without its line feed; a first record is not told twice.
  const isRecord = identity?.unfinished === 0 && gapOf(context.framing) === "";
  const repeat = header === undefined || header.end > start || isRecord ? 0 : header.end;
  const id = freshId(context, file.inode, Buffer.from(file.delivery.id));
  const delivery: Delivery = {
    id,
    base: start - repeat,
    at: start - repeat,
    identity: null,
    done: false,
    boundTo: file.key,
  };
  file.delivery.boundTo = null;
  context.deliveries.add(delivery);
  file.continued = file.delivery;
  file.delivery = delivery;
  file.framer = createFramer(context.framing, { position: repeat });
  file.lead = repeat > 0 && header !== undefined ? [header] : [];
  file.read = start;
  file.window = await readAt(handle, start - Math.min(start, TAIL_BYTES), Math.min(start, TAIL_BYTES));
  file.dirty = true;
}

/** Bytes that do no more than end the frame that was taken without its end. */
function missingEnd(framing: Framing, next: Buffer): number {
  if (framing.kind === "ended") return next[0] === framing.by ? 1 : 0;
  const units = framing.kind === "utf-16le" ? 2 : 1;
  const { kind } = framing.kind === "utf-16le" ? framing.of : framing;
  if (kind !== "line" && kind !== "lines") return 0;
  if (next[0] === LF) return units;
  return next[0] === CR && next[units] === LF ? 2 * units : 0;
}

const START_BYTES = 64;
const LF = 0x0a;
const CR = 0x0d;

async function bind(
  context: AdoptContext,
  seen: SeenFile,
  handle: OpenFile,
  delivery: Delivery,
  shrunk: boolean,
): Promise<Adopted> {
  const file: TrackedFile = {
    key: seen.key,
    inode: seen.inode,
    path: seen.path,
    start: await readAt(handle, 0, Math.min(seen.size, context.folder.byName ? HEAD_BYTES : START_BYTES)),
    handle,
    delivery,
    continued: null,
    framer: createFramer(context.framing),
    lead: [],
    read: 0,
    window: Buffer.alloc(0),
    size: seen.size,
    modifiedMs: seen.modifiedMs,
    changedAt: context.now,
    dirty: true,
    listed: true,
  };
  if (!(await rewind(context, file, handle))) return { kind: "wait" };
  delivery.boundTo = seen.key;
  return { kind: "tracked", file, shrunk };
}

async function freshDelivery(context: ReadContext, seen: SeenFile, handle: OpenFile): Promise<Delivery> {
  const start = await readAt(handle, 0, Math.min(seen.size, HEAD_BYTES));
  const feed = start.indexOf(LF);
  // Only what can no longer change may make the id: the first line once it is whole, else nothing but the file's number.
  const first = feed < 0 ? Buffer.alloc(0) : start.subarray(0, feed);
  const delivery: Delivery = {
    id: freshId(context, seen.inode, first),
    base: 0,
    at: 0,
    identity: null,
    done: false,
    boundTo: null,
  };
  context.deliveries.add(delivery);
  return delivery;
}

function freshId(context: ReadContext, inode: string, first: Uint8Array): string {
  for (let salt = 0; ; salt++) {
    const id = deliveryIdOf(context.key, inode, first, salt);
    if (!context.deliveries.has(id)) return id;
  }
}

/** A file being read that begins like this one, as far as both go. */
async function twinOf(context: AdoptContext, seen: SeenFile, handle: OpenFile): Promise<TrackedFile | undefined> {
  const head = await readAt(handle, 0, Math.min(seen.size, HEAD_BYTES));
  for (const other of context.tracked.values()) {
    if (other.size < seen.size || other.key === seen.key) continue;
    if (!other.start.subarray(0, head.length).equals(head.subarray(0, other.start.length))) continue;
    if (await beginsLike(context, other, seen, handle, head)) return other;
  }
  return undefined;
}

async function beginsLike(
  context: AdoptContext,
  other: TrackedFile,
  seen: SeenFile,
  handle: OpenFile,
  head: Buffer,
): Promise<boolean> {
  // Over a network the start is kept instead of the file: only what begins alike for long is opened once more.
  if (context.folder.byName && other.start.length >= seen.size) return true;
  const theirs = other.handle ?? (context.folder.byName ? await context.folder.open(other) : null);
  if (theirs === null) return false;
  try {
    if (!(await readAt(theirs, 0, head.length)).equals(head)) return false;
    const tailAt = Math.max(0, seen.size - TAIL_BYTES);
    const mine = await readAt(handle, tailAt, seen.size - tailAt);
    return mine.equals(await readAt(theirs, tailAt, seen.size - tailAt));
  } finally {
    if (theirs !== other.handle) await theirs.close();
  }
}
