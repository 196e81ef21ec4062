import { door, type Installation } from "../context.ts";
import { openInboxKey } from "../keyring/index.ts";
import type { IngestContext } from "./ingest-context.ts";
import { settingsLoader } from "./load-settings.ts";

/** What ingest needs, from a process that has opened the doors `ingest` of both clusters. */
export function openIngest(installation: Pick<Installation, "sql" | "keyring" | "clock" | "log">): IngestContext {
  const sql = door(installation, "ingest");
  return {
    keyring: installation.keyring,
    sql,
    clock: installation.clock,
    log: installation.log,
    openKey: (kid) => openInboxKey(installation.keyring, kid),
    settingsOf: settingsLoader(sql, installation.clock),
  };
}
