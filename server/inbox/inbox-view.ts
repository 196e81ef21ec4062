import { statSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { inReadingOrder, namesIn } from "./read-segments.ts";
import { DAMAGED_SUFFIX, keyAndIdOf, readSegmentName } from "./segment-name.ts";
import type { SegmentRef } from "./segment.ts";

/** What lies of a source, or of all. */
export interface Lying {
  /** Whole segments, and the bytes of the deliveries that they say they hold. */
  readonly segments: number;
  readonly spanned: number;
  /** Bytes of them on the disk. */
  readonly bytes: number;
  /** Segments that did not open: what was in them must be read again. */
  readonly damaged: number;
  readonly damagedBytes: number;
}

interface OnDisk {
  readonly bytes: number;
  /** Milliseconds by this machine's clock. */
  readonly since: number;
}

const views = new Map<string, InboxView>();
const NOTHING: Lying = { segments: 0, spanned: 0, bytes: 0, damaged: 0, damagedBytes: 0 };
/** Of one processor, at the most, however much lies there. */
const SHARE_FOR_LOOKING = 0.05;
/** On a machine that lets nobody work in time a look takes long, however little lies there. */
const LONGEST_REST_MS = 10_000;
/** A clock of the file system may be coarse: a folder that changed less than this before a look may have changed after it. */
const COARSE_MS = 2_000;
/** New ones that are measured before others of this process have their turn. */
const AT_ONCE = 500;

/**
 * What lies in an inbox, for a process that asks all the time. Between looks it keeps names, sizes and times alone, some 50 MB for two hundred
 * thousand segments (two days of a call a second); a look reads the folder again only where it has changed, and measures what is new.
 */
export class InboxView {
  readonly #dir: string;
  /** By file name: a segment never changes. */
  readonly #files = new Map<string, OnDisk>();
  #sources = new Map<string, Lying>();
  #all = NOTHING;
  /** undefined: the one that was is gone, and nobody has asked since. */
  #oldest: string | null | undefined = null;
  #changedAt = Number.NaN;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #tookMs = 0;
  #looking: Promise<void> | null = null;

  private constructor(dir: string) {
    this.#dir = dir;
  }

  /** The one that everybody in this process asks. */
  static of(dir: string): InboxView {
    const view = views.get(dir) ?? new InboxView(dir);
    views.set(dir, view);
    return view;
  }

  /** As it is now: whatever was written or removed before the call is seen. */
  async look(): Promise<void> {
    await this.#looking?.catch(() => undefined);
    await this.#share();
  }

  /** As it was `ms` ago at the most, or a little longer where much lies there. */
  async glance(ms: number): Promise<void> {
    const age = performance.now() - this.#lookedAt;
    const restMs = Math.min(LONGEST_REST_MS, this.#tookMs / SHARE_FOR_LOOKING);
    if (age >= Math.max(ms, restMs)) await this.#share();
  }

  get all(): Lying {
    return this.#all;
  }

  of(companyId: number, sourceId: number): Lying {
    return this.#sources.get(`${companyId} ${sourceId}`) ?? NOTHING;
  }

  /** Id of the whole segment that was written first. */
  get oldest(): string | null {
    if (this.#oldest !== undefined) return this.#oldest;
    let oldest: string | null = null;
    for (const name of this.#whole()) oldest = earlier(oldest, keyAndIdOf(name)[1]);
    this.#oldest = oldest;
    return oldest;
  }

  /** Since when the whole segment has lain here that came first, whatever its id says of itself; null when there is none. */
  get since(): Date | null {
    let since = Number.POSITIVE_INFINITY;
    for (const name of this.#whole()) since = Math.min(since, this.#files.get(name)?.since ?? since);
    return since === Number.POSITIVE_INFINITY ? null : new Date(since);
  }

  /** The first `most` of all, in the order of `listSegments`. */
  first(most: number): SegmentRef[] {
    const begun = new Map<string, string>();
    for (const name of this.#whole()) {
      const [delivery, id] = keyAndIdOf(name);
      begun.set(delivery, earlier(begun.get(delivery), id));
    }
    let kept: SegmentRef[] = [];
    for (const name of this.#whole()) {
      const ref = readSegmentName(this.#dir, name);
      if (ref !== null && kept.push(ref) >= most * 4) kept = inReadingOrder(kept, begun).slice(0, most);
    }
    return inReadingOrder(kept, begun).slice(0, most);
  }

  *#whole(): Generator<string> {
    for (const name of this.#files.keys()) if (!name.endsWith(DAMAGED_SUFFIX)) yield name;
  }

  #share(): Promise<void> {
    this.#looking ??= this.#read().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #read(): Promise<void> {
    const [began, now] = [performance.now(), Date.now()];
    const changedAt = (await stat(this.#dir).catch(() => null))?.mtimeMs ?? Number.NaN;
    if (changedAt !== this.#changedAt) {
      await this.#follow(await namesIn(this.#dir));
      this.#changedAt = now - changedAt > COARSE_MS ? changedAt : Number.NaN;
    }
    this.#lookedAt = performance.now();
    this.#tookMs = this.#lookedAt - began;
  }

  async #follow(names: readonly string[]): Promise<void> {
    const here = new Set(names);
    for (const [name, { bytes }] of this.#files) {
      if (here.has(name)) continue;
      this.#files.delete(name);
      this.#count(name, bytes, -1);
    }
    let measured = 0;
    for (const name of names) {
      if (this.#files.has(name) || refOf(name) === null) continue;
      if (++measured % AT_ONCE === 0) await breathe();
      const found = statSync(join(this.#dir, name), { throwIfNoEntry: false });
      if (found === undefined) continue;
      this.#files.set(name, { bytes: found.size, since: found.mtimeMs });
      this.#count(name, found.size, 1);
    }
  }

  #count(name: string, size: number, sign: 1 | -1): void {
    const ref = refOf(name);
    if (ref === null) return;
    const add = (sum: Lying): Lying =>
      name.endsWith(DAMAGED_SUFFIX)
        ? { ...sum, damaged: sum.damaged + sign, damagedBytes: sum.damagedBytes + sign * size }
        : {
            ...sum,
            segments: sum.segments + sign,
            spanned: sum.spanned + sign * (ref.to - ref.from),
            bytes: sum.bytes + sign * size,
          };
    if (sign === -1 && ref.id === this.#oldest) this.#oldest = undefined;
    if (sign === 1 && this.#oldest !== undefined && !name.endsWith(DAMAGED_SUFFIX))
      this.#oldest = earlier(this.#oldest, ref.id);
    const key = `${ref.companyId} ${ref.sourceId}`;
    const sum = add(this.#sources.get(key) ?? NOTHING);
    if (sum.segments + sum.damaged === 0) this.#sources.delete(key);
    else this.#sources.set(key, sum);
    this.#all = add(this.#all);
  }
}

function earlier(known: string | null | undefined, id: string): string {
  return known === undefined || known === null || id < known ? id : known;
}

/** Of a whole segment or one that was set aside; null for anything else. */
function refOf(name: string): SegmentRef | null {
  return readSegmentName("", name.endsWith(DAMAGED_SUFFIX) ? name.slice(0, -DAMAGED_SUFFIX.length) : name);
}
