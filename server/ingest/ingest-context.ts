import type { Clock } from "../context.ts";
import type { OpenInboxKey } from "../inbox/index.ts";
import type { Keyring } from "../keyring/index.ts";
import type { Log } from "../log.ts";
import type { SourceSettings } from "./source-settings.ts";
import type { Sql } from "#db/clients.ts";

/** What ingest works with. It knows no actor: what it writes is the product's own doing. */
export interface IngestContext {
  readonly keyring: Keyring;
  /** The role `ingest` in the data cluster: it inserts and reads no personal row. */
  readonly sql: Sql;
  readonly clock: Clock;
  readonly log: Log;
  readonly openKey: OpenInboxKey;
  /** How a source's records are read and how long they live. Throws AppError "not-found" for a source that is gone. */
  settingsOf(companyId: number, sourceId: number, wanted?: WantedSettings): Promise<SourceSettings>;
}

/** What is remembered of settings is asked for again where it is older. */
export interface WantedSettings {
  /** At least this version of the rules by which calls are sorted. */
  readonly sortedBy: number;
}
