import type { AlarmRule } from "./alarm.ts";

/** Rows whose key is gone and that should have left with it two days ago at the latest. */
export const overdue: AlarmRule = (state) =>
  state.overdue === 0
    ? []
    : [{ kind: "overdue", id: "overdue", level: "warn", figures: { count: state.overdue }, since: null }];
