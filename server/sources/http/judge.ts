import { SourceTrouble } from "../problem.ts";
import type { Answer } from "./ask.ts";

/** The other side asks for fewer questions, or has no time: not before so many milliseconds. */
export class AskedToWait extends SourceTrouble {
  readonly waitMs: number;

  constructor(waitMs: number) {
    super("rate-limited");
    this.name = "AskedToWait";
    this.waitMs = waitMs;
  }
}

/** Throws SourceTrouble for whatever is no 2xx. The text of such an answer is read by nobody: it may repeat what was asked. */
export function judge({ status, headers }: Pick<Answer, "status" | "headers">, now: Date): void {
  if (status >= 200 && status < 300) return;
  const wait = readRetryAfter(headers["retry-after"], now);
  if (status === 429 || (status === 503 && wait !== null)) throw new AskedToWait(wait ?? WAIT_MS);
  if (status >= 300 && status < 400) throw new SourceTrouble("redirected");
  if (status === 401 || status === 403 || status === 407) throw new SourceTrouble("wrong-credentials");
  throw new SourceTrouble(status >= 500 ? "other-side-failed" : "protocol-broken");
}

const WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;

/** Seconds, or a date (RFC 9110, 10.2.3); no longer than an hour, whatever is asked. Null when nothing can be read. */
export function readRetryAfter(text: string | undefined, now: Date): number | null {
  if (text === undefined) return null;
  const ms = /^\d{1,9}$/.test(text.trim()) ? Number(text) * 1_000 : Date.parse(text) - now.getTime();
  return Number.isNaN(ms) ? null : Math.min(LONGEST_WAIT_MS, Math.max(1_000, ms));
}
