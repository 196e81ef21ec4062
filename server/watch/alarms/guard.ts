import type { Alarm, WatchState } from "./alarm.ts";

const KINDS = {
  processed: { source: "guard-source", company: "guard-company", id: "guard" },
  collected: { source: "collected-source", company: "collected-company", id: "collected" },
} as const;

/** Nothing was stored, or collected, for as long as somebody said that nothing may be, by the hours in which people work. */
export function guard({ guarding }: Pick<WatchState, "guarding">): Alarm[] {
  return [...silences(guarding.guards, "processed"), ...silences(guarding.collected.guards, "collected")];
}

/** Whether an alarm that stands is one of bytes. */
export function isOfBytes(kind: string): boolean {
  return kind === KINDS.collected.source || kind === KINDS.collected.company;
}

function silences(guards: WatchState["guarding"]["guards"], of: keyof typeof KINDS): Alarm[] {
  return guards.flatMap(({ sourceId, name, minutes, silentFrom, lastAt }): Alarm[] => {
    if (silentFrom === null) return [];
    const said = name === null ? {} : { name };
    const last = lastAt === null ? {} : { lastAt: lastAt.toISOString() };
    const kind = name === null ? KINDS[of].company : KINDS[of].source;
    const figures = { ...said, ...last, count: minutes };
    return [{ kind, id: `${KINDS[of].id} ${sourceId}`, level: "bad", figures, since: silentFrom, sourceId }];
  });
}
