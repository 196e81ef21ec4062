import type { AlarmRule } from "./alarm.ts";

/** A telephone system that lives in another year: its records are kept by the day they came, and its clock wants setting. */
export const wildDates: AlarmRule = ({ wildDates: count }) =>
  count === 0 ? [] : [{ kind: "wild-dates", id: "wild-dates", level: "warn", figures: { count }, since: null }];
