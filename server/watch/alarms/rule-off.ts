import type { AlarmRule } from "./alarm.ts";

/** So long before it ends whoever may renew it is told. */
const BEFORE_DAYS = 31;
const DAY_MS = 86_400_000;

/** A rule that is switched off holds again soon, and what is past its former end goes that night. */
export const ruleOff: AlarmRule = ({ now, disabled }) => {
  if (disabled.until === null) return [];
  const days = Math.ceil((Date.parse(`${disabled.until}T00:00:00Z`) - now.getTime()) / DAY_MS);
  if (days > BEFORE_DAYS) return [];
  return [{ kind: "rule-off", id: "rule-off", level: "warn", figures: { count: Math.max(0, days) }, since: null }];
};
