import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { InboxView, writtenAt } from "#server/inbox/index.ts";
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
  readonly #view: InboxView;
  readonly #limitBytes: number;
  readonly #clock: Pick<PortalClock, "aheadMs">;
  #free: number | null = null;
  #at = Number.NEGATIVE_INFINITY;

  private constructor(inbox: string, limitBytes: number, clock: Pick<PortalClock, "aheadMs">) {
    this.#inbox = inbox;
    this.#view = InboxView.of(inbox);
    this.#clock = clock;
    this.#limitBytes = limitBytes;
  }

  static async of(inbox: string, limitBytes: number, clock: Pick<PortalClock, "aheadMs">): Promise<Fill> {
    const fill = new Fill(inbox, limitBytes, clock);
    await fill.#glance();
    return fill;
  }

  /** As it was a moment ago. */
  async waiting(): Promise<Waiting> {
    await this.#glance();
    const { segments, bytes } = this.#view.all;
    const { oldest } = this.#view;
    const at = oldest === null ? null : new Date(writtenAt({ id: oldest }).getTime() - this.#clock.aheadMs);
    return { segments, bytes, oldest: at?.toISOString().slice(0, 10) ?? null };
  }

  /** null where nobody can tell. */
  get freeBytes(): number | null {
    return this.#free;
  }

  /** How full it is: 1 = the bound is reached. */
  async share(): Promise<number> {
    await this.#glance();
    if (this.#free !== null && this.#free < LEAST_FREE_BYTES) return 1;
    const { segments, damaged, bytes, damagedBytes } = this.#view.all;
    return Math.max((segments + damaged) / MOST_SEGMENTS, (bytes + damagedBytes) / this.#limitBytes);
  }

  async isFull(): Promise<boolean> {
    return (await this.share()) >= 1;
  }

  async #glance(): Promise<void> {
    await this.#view.glance(FRESH_MS);
    if (performance.now() - this.#at < FRESH_MS) return;
    this.#at = performance.now();
    // Before the first segment there is no inbox: the home lies on the same disk.
    const disk = await statfs(this.#inbox).catch(() => statfs(dirname(this.#inbox)).catch(() => null));
    this.#free = disk === null ? this.#free : disk.bavail * disk.bsize;
  }
}
