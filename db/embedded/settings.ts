import type { Cluster } from "../clients.ts";

export interface ClusterSettings {
  /** Tests only: a crash of the machine may lose the cluster, and everything is faster. */
  readonly throwaway?: boolean;
}

/** The text of gallra.conf, written anew at every start. Logs never show a parameter or a statement. */
export function clusterSettings(cluster: Cluster, sockets: string, port: number, options: ClusterSettings): string {
  const settings: Record<string, string> = {
    listen_addresses: "''",
    unix_socket_directories: `'${sockets.replaceAll("'", "''")}'`,
    unix_socket_permissions: "0700",
    port: String(port),
    max_connections: "100",
    max_locks_per_transaction: "512",
    shared_buffers: cluster === "data" ? "256MB" : "64MB",
    wal_compression: "on",
    checkpoint_completion_target: "0.9",
    max_wal_size: "2GB",
    jit: "off",
    timezone: "'UTC'",
    log_timezone: "'UTC'",
    log_error_verbosity: "terse",
    log_parameter_max_length: "0",
    log_parameter_max_length_on_error: "0",
    log_min_error_statement: "panic",
    log_statement: "none",
    log_checkpoints: "off",
    log_autovacuum_min_duration: "-1",
    logging_collector: "on",
    log_directory: "'log'",
    log_filename: "'postgres-%a.log'",
    log_truncate_on_rotation: "on",
    log_rotation_age: "1d",
    ...(cluster === "keyring" ? KEYRING : {}),
    ...(options.throwaway === true ? THROWAWAY : {}),
  };
  return `# Written by Gallra at every start; change it here and it is lost.\n${Object.entries(settings)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join("")}`;
}

/** Old segments are removed and not reused, and nothing of the log is kept for a replica: see DESIGN 2.4. */
const KEYRING = { wal_recycle: "off", wal_init_zero: "on", max_wal_size: "256MB", min_wal_size: "32MB" };

const THROWAWAY = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_compression: "off",
  max_wal_size: "256MB",
  max_connections: "300",
  shared_buffers: "128MB",
  wal_level: "minimal",
  max_wal_senders: "0",
  logging_collector: "off",
  scram_iterations: "1",
};
