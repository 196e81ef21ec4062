/** Which database server really answers, whatever its name in the settings. */
export interface ServerPlace {
  /** The system identifier of its cluster: a standby and a byte copy have the same. */
  readonly cluster: string;
  /** The address it answers from; null over a Unix socket. */
  readonly address: string | null;
}

/** Asked of a cluster by any role. */
export const SERVER_PLACE_SQL =
  "select system_identifier::text as cluster, host(inet_server_addr()) as address from pg_catalog.pg_control_system()";
