import { addDaysTo } from "../../_ui/times.ts";

interface Night {
  /** The day that begins with it, 'YYYY-MM-DD'. */
  readonly day: string;
}

/** What goes at the next midnight. Nights on which nothing ends are not in the list, so that its first may be weeks ahead. */
export function tonightOf<T extends Night>(goes: readonly T[], today: string): T | undefined {
  const tomorrow = addDaysTo(today, 1);
  return goes.find(({ day }) => day === tomorrow);
}

/** What went at the last midnight; the last of the list may be weeks back. */
export function lastNightOf<T extends Night>(went: readonly T[], today: string): T | undefined {
  return went.find(({ day }) => day === today);
}
