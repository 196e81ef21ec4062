export type { Alarm, AlarmKind } from "./alarms/alarm.ts";
export { CompaniesOverviewInput, readCompaniesOverview } from "./companies-overview.ts";
export { readCompanyOverview } from "./company-overview.ts";
