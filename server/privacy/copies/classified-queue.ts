import { type ClassifiedTable, table } from "./classified-table.ts";

/** Tables of the job queue and of the migrations, made by their own libraries. */
export const MACHINE_TABLES: readonly ClassifiedTable[] = [
  table("drizzle.__drizzle_migrations", "settings", {
    plain: "id hash created_at",
  }),
  table("pgboss.bam", "queue", {
    plain: "id name version status queue table_name command error created_on started_on completed_on",
  }),
  table("pgboss.job", "queue", {
    plain:
      "id name priority state retry_limit retry_count retry_delay retry_backoff retry_delay_max expire_seconds deletion_seconds singleton_key singleton_on group_id group_tier start_after created_on started_on completed_on keep_until dead_letter policy heartbeat_on heartbeat_seconds blocked blocking pending_dependencies source_name source_id source_created_on source_retry_count source_root_id",
    words: "data output source_output",
  }),
  table("pgboss.job_dependency", "queue", {
    plain: "child_name child_id parent_name parent_id",
  }),
  table("pgboss.queue", "queue", {
    plain:
      "name policy retry_limit retry_delay retry_backoff retry_delay_max expire_seconds retention_seconds deletion_seconds dead_letter partition table_name deferred_count queued_count ready_count warning_queued active_count failed_count total_count created_delta completed_delta failed_delta delta_on delta_seconds ready_history heartbeat_seconds notify singletons_active monitor_claim_on monitor_on maintain_on created_on updated_on",
  }),
  table("pgboss.queue_stats", "queue", {
    plain:
      "id name deferred_count queued_count ready_count active_count failed_count total_count created_delta completed_delta failed_delta delta_seconds delta_on captured_on",
  }),
  table("pgboss.schedule", "queue", {
    plain: "name key kind cron timezone options created_on updated_on last_job_id",
    words: "data",
  }),
  table("pgboss.subscription", "queue", {
    plain: "event name created_on updated_on",
  }),
  table("pgboss.version", "queue", {
    plain: "version cron_on bam_on flow_on reindex_on monitor_backoff_on",
  }),
  table("pgboss.warning", "queue", {
    plain: "id type created_on",
    words: "message data",
  }),
];
