import type { Alarm, WatchState } from "./alarm.ts";

/** Nothing was stored for as long as somebody said that nothing may be, by the hours in which people work. */
export function guard({ guarding: { guards } }: Pick<WatchState, "guarding">): Alarm[] {
  return guards.flatMap(({ sourceId, name, minutes, silentFrom, lastAt }): Alarm[] => {
    if (silentFrom === null) return [];
    const said = name === null ? {} : { name };
    const last = lastAt === null ? {} : { lastAt: lastAt.toISOString() };
    const kind = name === null ? "guard-company" : "guard-source";
    const figures = { ...said, ...last, count: minutes };
    return [{ kind, id: `guard ${sourceId}`, level: "bad", figures, since: silentFrom, sourceId }];
  });
}
