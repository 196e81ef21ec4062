import { readFileSync } from "node:fs";
import { writeSecret } from "#db/secret-file.ts";
import { fileOf } from "./edge-home.ts";

/**
 * This machine's clock, set right by the portal's: what is received here must not be kept longer because a clock is wrong. It is
 * remembered, so that a restart in the middle of an outage does not begin with the wrong one.
 */
export class PortalClock {
  readonly #file: string;
  #aheadMs: number;

  constructor(home: string) {
    this.#file = fileOf(home, "clock");
    this.#aheadMs = readAhead(this.#file);
  }

  now(): Date {
    return new Date(Date.now() - this.#aheadMs);
  }

  /** How far this machine's clock goes before the portal's. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  /** `askedAt` and now are this machine's; the portal answered in between. */
  told(portalAt: Date, askedAt: number): void {
    const middle = (askedAt + Date.now()) / 2;
    const aheadMs = Math.round(middle - portalAt.getTime());
    // The way there and back is no fault of the clock.
    if (Math.abs(aheadMs - this.#aheadMs) < UNEVEN_MS) return;
    this.#aheadMs = Math.abs(aheadMs) < UNEVEN_MS ? 0 : aheadMs;
    writeSecret(this.#file, `${this.#aheadMs}\n`);
  }
}

const UNEVEN_MS = 2_000;

function readAhead(file: string): number {
  try {
    const ms = Number(readFileSync(file, "utf8"));
    return Number.isSafeInteger(ms) ? ms : 0;
  } catch {
    return 0;
  }
}
