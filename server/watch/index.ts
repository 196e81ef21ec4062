export type { Alarm, AlarmKind } from "./alarms/alarm.ts";
export { CompaniesOverviewInput, readCompaniesOverview } from "./companies-overview.ts";
export { readCompanyOverview } from "./company-overview.ts";
export { acknowledgeAlarm, AlarmHistoryInput, alarmHistory, AlarmId } from "./guard/alarm-history.ts";
export { DropGuardInput, SetGuardInput } from "./guard/guard-input.ts";
export { dropGuard, setGuard } from "./guard/set-guard.ts";
export { type GuardView, showGuards } from "./guard/show-guards.ts";
export { watchAll } from "./guard/watch-all.ts";
