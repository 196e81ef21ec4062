import { type ClassifiedTable, table } from "./classified-table.ts";

/** The same of what the section Processing keeps. */
export const PROCESSING_TABLES: readonly ClassifiedTable[] = [
  table("data.alarm_event", "operations", {
    plain: "raised_at ended_at acknowledged_at company_id source_id id kind alarm",
    employee: "acknowledged_by acknowledged_by_name",
  }),
  table("data.alarm_message", "operations", {
    plain: "created_at due_at first_tried_at ended_at company_id id recipient_id status attempts about state problem",
  }),
  table("data.alarm_notice", "operations", { plain: "company_id message_id alarm_id event" }),
  table("data.alarm_recipient", "settings", {
    plain: "created_at changed_at failing_since company_id id way language scope kinds pin problem",
    employee: "address set_by set_by_name",
  }),
  table("data.alarm_secret", "settings", { plain: "set_at company_id recipient_id", secret: "sealed" }),
  table("data.mail_relay", "settings", {
    plain: "set_at port id host security username sender portal pin",
    employee: "set_by set_by_name",
    secret: "sealed",
  }),
  table("data.cost_choice", "settings", {
    plain: "set_at company_id source_id first",
    employee: "set_by set_by_name",
  }),
  table("data.gate_count", "figures", { plain: "day company_id source_id code frames kind" }),
  table("data.gate_setting", "settings", {
    plain: "set_at company_id version kind",
    employee: "set_by set_by_name",
    words: "settings",
  }),
  table("data.guard", "settings", {
    plain: "since set_at company_id source_id minutes kind calendar",
    employee: "set_by set_by_name",
  }),
  table("data.nature_rule", "settings", {
    plain: "changed_at company_id source_id id kind nature weekdays from_minute to_minute outside code",
    employee: "changed_by changed_by_name",
  }),
  table("data.layout", "settings", {
    plain: "created_at removed_at company_id id",
    words: "name",
  }),
  table("data.layout_version", "settings", {
    plain: "made_at company_id layout_id version kind",
    employee: "made_by made_by_name",
    words: "layout",
  }),
  table("data.processed_day", "figures", {
    plain:
      "day company_id source_id processed_at frames further records duplicates joined filtered undefined_lines waiting late implausible apart bad_lines left_out shielded",
  }),
  table("data.reader", "operations", {
    plain: "company_id id layout_id layout_version driver",
  }),
  table("data.sort_run", "operations", {
    plain:
      "created_at started_at finished_at total looked set_apart put_back changed company_id version id at_id state cancel_requested",
    employee: "asked_by asked_by_name",
  }),
  table("data.sorting", "settings", { plain: "changed_at company_id version limits_version currency" }),
  table("data.tariff", "settings", {
    plain: "added_at company_id valid_from lines prefixes id",
    employee: "added_by added_by_name",
  }),
  table("data.tariff_rate", "settings", {
    plain:
      "per_minute connection minimum company_id line first_seconds interval_seconds free_seconds days from_minute to_minute tariff_id short incoming prefix",
    words: "name",
  }),
  table("data.threshold", "settings", {
    plain: "set_at company_id source_id duration_seconds ring_seconds cost_cents unanswered internal",
    employee: "set_by set_by_name",
  }),
  table("data.undefined_work", "operations", {
    plain:
      "created_at started_at finished_at from_at before_at lines_total lines_done records duplicates joined filtered late lines_left at_position company_id source_id layout_id layout_version attempt from_day to_day id at_delivery at_id kind state driver driver_options at_state error slices cancel_requested",
    employee: "account_id",
  }),
];
