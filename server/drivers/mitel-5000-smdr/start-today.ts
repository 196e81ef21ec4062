import { dayIn } from "../../domain/zoned-time.ts";
import { instantOf } from "../calendar.ts";
import type { DecodeContext } from "../driver.ts";

const DAY_MS = 86_400_000;
/** How far a PBX's clock may be ahead of ours. */
const AHEAD_MS = 3_600_000;

/** `HH:MM` on the latest day on which that was not to come when the record was received; null when it is no time. */
export function startToday(text: string, context: DecodeContext): Date | null {
  const time = /^(\d\d):(\d\d)$/.exec(text);
  if (time === null) return null;
  const received = context.receivedAt.getTime();
  for (const days of [1, 0, -1]) {
    const [year = 0, month = 0, day = 0] = dayIn(context.timeZone, new Date(received + days * DAY_MS))
      .split("-")
      .map(Number);
    const at = instantOf({ year, month, day, hour: Number(time[1]), minute: Number(time[2]) }, context);
    if (at === null || at.getTime() <= received + AHEAD_MS) return at;
  }
  return null;
}
