export type { Alarm, AlarmKind } from "./alarms/alarm.ts";
export { CompaniesOverviewInput, readCompaniesOverview } from "./companies-overview.ts";
export { readCompanyOverview } from "./company-overview.ts";
export { ALARM_PRIVATE, ALARM_PUBLIC } from "./delivery/alarm-keys.ts";
export { deliverMessage } from "./delivery/deliver-message.ts";
export { dropRecipient } from "./delivery/drop-recipient.ts";
export { dueMessages } from "./delivery/due-messages.ts";
export { forgetOldMessages } from "./delivery/forget-messages.ts";
export { ListMessagesInput, listMessages } from "./delivery/list-messages.ts";
export { dropRelay, SetRelayInput, setRelay, showRelay } from "./delivery/mail-relay.ts";
export { companyOwner, installationOwner, type Owner } from "./delivery/owner.ts";
export { INSTALLATION_PERMITS } from "./delivery/permitted.ts";
export { RecipientId, SaveRecipientInput } from "./delivery/recipient-input.ts";
export { saveRecipient } from "./delivery/save-recipient.ts";
export { sendTest } from "./delivery/send-test.ts";
export { showRecipients } from "./delivery/show-recipients.ts";
export { watchAlarms } from "./delivery/watch-alarms.ts";
export {
  acknowledgeAlarm,
  acknowledgeInstallationAlarm,
  AlarmHistoryInput,
  alarmHistory,
  AlarmId,
  installationAlarms,
} from "./guard/alarm-history.ts";
export { DropGuardInput, SetGuardInput } from "./guard/guard-input.ts";
export { dropGuard, setGuard } from "./guard/set-guard.ts";
export { type GuardView, showGuards } from "./guard/show-guards.ts";
export { watchAll } from "./guard/watch-all.ts";
