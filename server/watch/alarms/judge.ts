import { type Alarm, ALARM_KINDS, type AlarmRule, type WatchState } from "./alarm.ts";
import type { Permission } from "../../domain/permissions.ts";
import { copies } from "./copies.ts";
import { edges } from "./edges.ts";
import { erasureStuck } from "./erasure-stuck.ts";
import { framesMissing } from "./frames-missing.ts";
import { generationLate } from "./generation-late.ts";
import { guard } from "./guard.ts";
import { overdue } from "./overdue.ts";
import { ruleOff } from "./rule-off.ts";
import { sources } from "./sources.ts";
import { sweepLate } from "./sweep-late.ts";
import { unreached } from "./unreached.ts";
import { wildDates } from "./wild-dates.ts";

const RULES: readonly AlarmRule[] = [
  sweepLate,
  overdue,
  ruleOff,
  copies,
  erasureStuck,
  generationLate,
  framesMissing,
  guard,
  sources,
  edges,
  wildDates,
  unreached,
];

/** What is wrong at this moment, the worst first, for one who may see the things it is about. */
export function judge(state: WatchState, may: (permission: Permission) => boolean): Alarm[] {
  const alarms = RULES.flatMap((rule) => rule(state)).filter(({ kind }) => may(ALARM_KINDS[kind]));
  return alarms.sort((a, b) => Number(a.level === "warn") - Number(b.level === "warn"));
}
