import { unreachedAlarm } from "../delivery/wants.ts";
import type { Alarm, WatchState } from "./alarm.ts";

/** Whoever relies on being told is told nothing. Of a mail address only its host is said. */
export function unreached({ unreached: all }: Pick<WatchState, "unreached">): Alarm[] {
  return all.flatMap(({ id, way, address, failingSince: since }): Alarm[] => {
    if (since === null) return [];
    const name = way === "mail" ? (address.split("@")[1] ?? "") : new URL(address).host;
    return [{ kind: "delivery-failed", id: unreachedAlarm(id), level: "bad", figures: { name }, since }];
  });
}
