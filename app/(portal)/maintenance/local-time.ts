import { clockTime, shortTime } from "../../_ui/times.ts";

/** The zone of whoever looks: jobs of the whole installation belong to no company's zone. */
export function viewersZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function localTime(instant: Date): string {
  return shortTime(instant, viewersZone());
}

export function localClock(instant: Date): string {
  return clockTime(instant, viewersZone());
}

/** "0.3 s", "12 s", "4 min". */
export function took(ms: number, write: (value: number) => string): string {
  if (ms < 10_000) return `${write(Number((ms / 1000).toFixed(1)))} s`;
  return ms < 120_000 ? `${write(Math.round(ms / 1000))} s` : `${write(Math.round(ms / 60_000))} min`;
}
