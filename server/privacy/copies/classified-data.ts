import { type ClassifiedTable, table } from "./classified-table.ts";

/** What each column of the data cluster holds of a person. A column that is not here fails a test and raises an alarm. */
export const DATA_TABLES: readonly ClassifiedTable[] = [
  table("data.account", "accounts", {
    plain: "id reseller_id scope_company_id profile language must_change_password created_at disabled_at change_forced",
    employee: "email name last_signed_in_at",
    secret: "password_hash",
  }),
  table("data.audit", "audit", {
    plain: "company_id seq at action prev hash",
    employee: "actor_id actor ip",
    words: "purpose detail",
    pseudonym: "subject_pseudonym",
  }),
  table("data.audit_check", "audit", {
    plain: "company_id state asked_at finished_at rows_done rows_total verdict",
  }),
  table("data.audit_checkpoint", "audit", {
    plain: "company_id seq hash at purged_at jws",
  }),
  table("data.audit_head", "audit", {
    plain: "company_id seq hash",
  }),
  table("data.call_day_end", "parties", {
    plain: "company_id call_day expires_on",
  }),
  table("data.call_alias", "calls", { plain: "company_id parties id record_id" }),
  table("data.call_record", "calls", {
    plain:
      "started_at id segment_id company_id source_id call_day duration_seconds parties product kind direction disposition ordinal queue_id trunk_id ring_seconds cost_cents erased late part_of apart nature ruled category mos_hundredths jitter_ms latency_ms loss_permille codec",
    employee: "endpoint_id marked_by",
  }),
  table("data.case_call", "cases", { plain: "company_id case_id record_id state" }),
  table("data.case_slice", "cases", { plain: "company_id slice_id case_id former_end" }),
  table("data.canary_night", "certificates", { plain: "started_at finished_at id outcome kid jws summary" }),
  table("data.certificate", "certificates", {
    plain: "company_id id erasure_id outcome issued_at kid summary",
    words: "jws",
  }),
  table("data.checkpoint", "operations", {
    plain: "company_id source_id delivery_id position fencing done first_seen_at updated_at",
    hashed: "identity",
  }),
  table("data.collector_secret", "settings", {
    plain: "set_at name",
    secret: "sealed",
  }),
  table("data.collected_field", "settings", {
    plain: "set_at company_id kept field",
    employee: "set_by set_by_name",
    words: "reason",
  }),
  table("data.company", "settings", {
    plain:
      "id reseller_id slug name kind time_zone country outside_line extension_digits international_prefix language created_at deleted_at demo internal",
  }),
  table("data.correction", "cases", {
    plain: "corrected_at company_id role class id record_id what",
    employee: "corrected_by corrected_by_name",
    words: "reason",
  }),
  table("data.disposal_decision", "settings", {
    plain: "decided_on recorded_at ended_at company_id id",
    employee: "recorded_by ended_by recorded_by_name ended_by_name",
    words: "authority number about",
  }),
  table("data.disposal_item", "settings", { plain: "company_id shortest_days longest_days product class decision_id" }),
  table("data.dropped_count", "figures", { plain: "day company_id product field dropped" }),
  table("data.edge", "settings", {
    plain:
      "invited_at code_ends_at enrolled_at revoked_at last_contact_at settled_at refused_at last_sequence clock_offset_ms disk_free_bytes waiting_bytes refused company_id waiting_segments oldest_waiting keys_until code_tries is_full id release sign_key seal_key",
    words: "name",
    secret: "code_hash",
  }),
  table("data.erasure", "erasures", {
    plain:
      "company_id id selection_id intent_id certificate_id state step progress total epoch raised_at grace_until created_at updated_at finished_at error",
    employee: "account_id",
    words: "reason",
    sealed: "detail",
  }),
  table("data.erasure_approval", "erasures", {
    plain: "asked_at lapses_at decided_at company_id grace_minutes erasure_id state preview",
    employee: "asked_by decided_by asked_by_name decided_by_name",
    words: "why",
  }),
  table("data.erasure_setting", "settings", {
    plain: "set_at next_from company_id second_approver next_second_approver",
    employee: "set_by set_by_name",
    words: "own_numbers next_own_numbers",
  }),
  table("data.export_job", "exports", {
    plain:
      "company_id id selection_id format state rows_total rows_done size_bytes sha256 token_used_at cancel_requested error options created_at started_at finished_at expires_at attempt next_before rows_gone rows_packed oldest_at newest_at cleaned_at",
    employee: "account_id manifest",
    words: "purpose",
    secret: "token_hash",
    sealed: "envelope",
  }),
  table("data.export_part", "exports", {
    plain: "company_id export_id part attempt rows bytes",
  }),
  table("data.exposure_day", "figures", {
    plain:
      "measured_at numbers ssns truncated names appearances raw_records undefined_lines calls oldest_days company_id day",
  }),
  table("data.fence", "settings", {
    plain: "company_id epoch raised_at",
  }),
  table("data.fresh_account", "accounts", {
    plain: "settles_at company_id",
    employee: "account_id",
  }),
  table("data.inbox_public_key", "keys", {
    plain: "day kid jwk",
  }),
  table("data.joined_call", "operations", {
    plain: "call_at noted_at company_id source_id join_key legs",
  }),
  table("data.job_command", "operations", {
    plain: "id kind name job_id job_state before asked_at taken_at done_at outcome affected",
    employee: "asked_by",
  }),
  table("data.job_keeping", "settings", {
    plain: "job_state kept_days",
  }),
  table("data.job_pause", "operations", {
    plain: "name paused_at paused_until ended_at",
    employee: "paused_by",
    words: "reason",
  }),
  table("data.page_look", "saved-views", {
    plain: "company_id page look changed_at",
    employee: "account_id",
  }),
  table("data.party", "parties", {
    plain: "company_id expires_on slice_id source_id record_id product role class",
    pseudonym: "pseudonym",
  }),
  table("data.pattern_search", "selections", {
    plain:
      "created_at started_at finished_at expires_at subjects_total subjects_done company_id calls left_out from_day to_day id selection_id state limited cancel_requested",
    employee: "account_id",
    words: "purpose",
    sealed: "sealed",
  }),
  table("data.privacy_case", "cases", {
    plain:
      "created_at changed_at ended_at decided_at company_id calls calls_missed ends_on told_on marked_at id kind state ground decision of_person keeps",
    employee: "created_by ended_by created_by_name ended_by_name",
    words: "name reason end_reason",
  }),
  table("data.process", "operations", {
    plain: "id name release machine started_at seen_at metrics_port",
  }),
  table("data.profile", "accounts", {
    plain: "company_id id base permissions sight export_sight created_at changed_at",
    employee: "changed_by",
    words: "name",
  }),
  table("data.profile_holder", "accounts", {
    plain: "company_id profile_id since",
    employee: "account_id",
  }),
  table("data.purge_log", "operations", {
    plain: "company_id expires_on product class went_at held",
  }),
  table("data.raw_damage", "operations", { plain: "company_id work_id segment_id ordinal call_day records reason" }),
  table("data.raw_segment", "raw", {
    plain: "company_id expires_on slice_id source_id id delivery_id product records reader_id received_at",
    sealed: "sealed",
  }),
  table("data.raw_work", "operations", {
    plain:
      "created_at started_at finished_at segments_total segments_done company_id source_id layout_id layout_version attempt from_day to_day at_day id at_id kind state driver driver_options counts error cancel_requested",
    employee: "account_id",
  }),
  table("data.reseller", "settings", {
    plain: "id name created_at",
  }),
  table("data.retention_bound", "settings", {
    plain: "class shortest_days longest_days set_at",
    employee: "set_by set_by_name",
    words: "reason",
  }),
  table("data.retention_change", "settings", {
    plain:
      "asked_at decided_at expires_at company_id from_days to_days from_masked_days to_masked_days product class was_stored id state holds_on",
    employee: "asked_by decided_by asked_by_name decided_by_name",
    words: "reason",
  }),
  table("data.retention_rule", "settings", {
    plain: "disabled_until former_days company_id product class kept_days set_at masked_after_days action",
    employee: "set_by",
    words: "reason",
  }),
  table("data.retention_work", "operations", {
    plain: "started_at ended_at company_id slices slices_done rows_to_do rows_done moving_slice moving_from moving_to",
  }),
  table("data.reveal_budget", "accounts", {
    plain: "company_id",
    employee: "account_id spent",
  }),
  table("data.search_budget", "accounts", {
    plain: "company_id told",
    employee: "account_id began_at searches",
  }),
  table("data.saved_view", "saved-views", {
    plain: "company_id id shared changed_at",
    employee: "account_id",
    words: "name question",
  }),
  table("data.selection", "selections", {
    plain: "company_id id hits created_at expires_at detail",
    employee: "account_id",
  }),
  table("data.selection_hit", "selections", {
    plain: "company_id expires_on slice_id role class selection_id record_id",
    pseudonym: "pseudonym",
  }),
  table("data.session", "sessions", {
    plain: "id current_company_id via created_at expires_at revoked_at stepped_up_at",
    employee: "account_id last_seen_at address agent",
    secret: "token_hash",
  }),
  table("data.source", "settings", {
    plain:
      "company_id id transport driver product driver_options state state_reason state_since time_zone country outside_line extension_digits international_prefix keep_names created_at removed_at last_seen_at layout_id layout_version edge_id",
    words: "name settings",
  }),
  table("data.source_credential", "settings", {
    plain: "set_at company_id source_id name edge_id",
    secret: "sealed",
  }),
  table("data.source_fingerprint", "settings", {
    plain: "company_id source_id edge_id",
    secret: "sealed",
  }),
  table("data.source_lease", "operations", {
    plain: "company_id source_id fencing holder expires_at",
  }),
  table("data.source_live", "operations", {
    plain: "at company_id source_id figures",
  }),
  table("data.source_probe", "operations", {
    plain: "asked_at expires_at taken_at answered_at company_id id holder edge_id source_id",
    employee: "asked_by",
    secret: "question answer",
  }),
  table("data.ssn_ground", "settings", {
    plain: "justified_at withdrawn_at company_id end_stored id ground",
    employee: "justified_by withdrawn_by justified_by_name withdrawn_by_name",
    words: "reason",
  }),
  table("data.stored_count", "parties", {
    plain: "company_id expires_on product class held",
  }),
  table("data.sweep_log", "operations", {
    plain: "at took_ms companies keys days_dropped",
    employee: "confirmed_by",
  }),
  table("data.throttle", "sessions", {
    plain: "attempts last_at",
    hashed: "key",
  }),
  table("data.transfer_session", "operations", {
    plain:
      "company_id id source_id started_at last_at ended_at outcome error holder bytes files frames records undefined_lines duplicates joined filtered late waiting errors read_frames further implausible apart bad_lines left_out",
  }),
  table("data.undefined_line", "undefined", {
    plain:
      "received_at position company_id expires_on slice_id source_id length_bytes product id delivery_id reason waiting_since join_key session_id join_state",
    sealed: "sealed",
  }),
];
