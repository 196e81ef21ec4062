import { z } from "zod";
import type { Plan, TimeForm } from "./plan.ts";

/** How far a source has asked. Moments in milliseconds. */
export const HttpCursor = z.object({
  /** Up to where everything has been asked for. */
  since: z.number(),
  /** What the next question says, where the interface has cursors of its own. */
  token: z.string().nullable(),
  pass: z
    .object({
      from: z.number(),
      to: z.number(),
      next: z.string().nullable(),
      page: z.number(),
      records: z.number(),
    })
    .nullable(),
});
export type HttpCursor = z.infer<typeof HttpCursor>;
export type Pass = NonNullable<HttpCursor["pass"]>;

const HOUR_MS = 3_600_000;

export function firstCursor(plan: Plan, now: number): HttpCursor {
  return { since: now - plan.firstDays * 24 * HOUR_MS, token: null, pass: null };
}

/** The next span of time: what has been asked for last once more, for what came late, and on from there. */
export function nextPass(plan: Plan, cursor: HttpCursor, now: number): Pass {
  const from = cursor.since - plan.overlapSeconds * 1_000;
  const to = Math.max(cursor.since, Math.min(now, cursor.since + plan.windowHours * HOUR_MS));
  return { from, to, next: null, page: 0, records: 0 };
}

/** Whole seconds: what began in the second of `from` is asked for again, what begins in that of `to` is not lost. */
export function writeTime(form: TimeForm, ms: number, rounded: "down" | "up"): string {
  const seconds = rounded === "down" ? Math.floor(ms / 1_000) : Math.ceil(ms / 1_000);
  const iso = new Date(seconds * 1_000).toISOString();
  switch (form) {
    case "iso":
      return `${iso.slice(0, 19)}Z`;
    case "date":
      return (rounded === "down" ? iso : new Date(seconds * 1_000 + 24 * HOUR_MS).toISOString()).slice(0, 10);
    case "unix":
      return String(seconds);
    case "unix-ms":
      return String(seconds * 1_000);
  }
}
