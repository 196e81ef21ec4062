import { stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { listSegments, type SegmentRef, writtenAt } from "#server/inbox/index.ts";
import type { PortalClock } from "./portal-clock.ts";

export interface Waiting {
  readonly segments: number;
  readonly bytes: number;
  /** UTC day of the oldest, whose inbox key is still needed. */
  readonly oldest: string | null;
}

const MOST_SEGMENTS = 200_000;
const LEAST_FREE_BYTES = 268_435_456;
const FRESH_MS = 2_000;

/** How much waits here. Beyond its bound nothing more is acknowledged to a telephone system. */
export class Fill {
  readonly #inbox: string;
  readonly #limitBytes: number;
  readonly #clock: Pick<PortalClock, "aheadMs">;
  #waiting: Waiting = { segments: 0, bytes: 0, oldest: null };
  #free: number | null = null;
  #at = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | null = null;
  #sizes: ReadonlyMap<string, number> = new Map();

  private constructor(inbox: string, limitBytes: number, clock: Pick<PortalClock, "aheadMs">) {
    this.#inbox = inbox;
    this.#clock = clock;
    this.#limitBytes = limitBytes;
  }

  static async of(inbox: string, limitBytes: number, clock: Pick<PortalClock, "aheadMs">): Promise<Fill> {
    const fill = new Fill(inbox, limitBytes, clock);
    await fill.#look();
    return fill;
  }

  /** As it was a moment ago. */
  async waiting(): Promise<Waiting> {
    if (performance.now() - this.#at >= FRESH_MS) {
      this.#looking ??= this.#look().finally(() => {
        this.#looking = null;
      });
      await this.#looking;
    }
    return this.#waiting;
  }

  /** null where nobody can tell. */
  get freeBytes(): number | null {
    return this.#free;
  }

  /** How full it is: 1 = the bound is reached. */
  async share(): Promise<number> {
    const { segments, bytes } = await this.waiting();
    if (this.#free !== null && this.#free < LEAST_FREE_BYTES) return 1;
    return Math.max(segments / MOST_SEGMENTS, bytes / this.#limitBytes);
  }

  async isFull(): Promise<boolean> {
    return (await this.share()) >= 1;
  }

  async #look(): Promise<void> {
    const refs = await listSegments(this.#inbox);
    const bytes = await this.#sizesOf(refs);
    const times = refs.map((ref) => writtenAt(ref).getTime() - this.#clock.aheadMs);
    const oldest =
      times.length === 0 ? null : new Date(times.reduce((a, b) => Math.min(a, b))).toISOString().slice(0, 10);
    // Before the first segment there is no inbox: the home lies on the same disk.
    const disk = await statfs(this.#inbox).catch(() => statfs(dirname(this.#inbox)).catch(() => null));
    this.#free = disk === null ? this.#free : disk.bavail * disk.bsize;
    this.#waiting = { segments: refs.length, bytes, oldest };
    this.#at = performance.now();
  }

  /** A segment never changes: each is looked at once. */
  async #sizesOf(refs: readonly SegmentRef[]): Promise<number> {
    const sizes = new Map<string, number>();
    let sum = 0;
    for (const { id, path } of refs) {
      const size = this.#sizes.get(id) ?? (await stat(path).catch(() => null))?.size ?? 0;
      sizes.set(id, size);
      sum += size;
    }
    this.#sizes = sizes;
    return sum;
  }
}
