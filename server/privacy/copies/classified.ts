import { DATA_TABLES } from "./classified-data.ts";
import { KEYRING_TABLES } from "./classified-keyring.ts";
import { PROCESSING_TABLES } from "./classified-processing.ts";
import { MACHINE_TABLES } from "./classified-queue.ts";
import type { ClassifiedTable } from "./classified-table.ts";
import type { StoreId } from "./copy-store.ts";

export type { ClassifiedTable, ColumnKind } from "./classified-table.ts";

/**
 * Every table there may be, by cluster. A new column is added to `classified-data.ts` or `classified-keyring.ts`, in the
 * text of its kind; a new table there with the store it belongs to (`register.ts`).
 */
export const CLASSIFIED: Readonly<Record<"data" | "keyring", readonly ClassifiedTable[]>> = {
  data: [...DATA_TABLES, ...PROCESSING_TABLES, ...MACHINE_TABLES],
  keyring: [...KEYRING_TABLES, ...MACHINE_TABLES],
};

/** What may lie in the home, by its name there: the store it belongs to. */
export const CLASSIFIED_FILES: readonly { readonly name: RegExp; readonly store: StoreId }[] = [
  { name: /^(inbox|canary)$/, store: "inbox" },
  { name: /^exports$/, store: "exports" },
  { name: /^shared$/, store: "dropped-files" },
  { name: /^ledger$/, store: "ledger" },
  { name: /^audit-heads$/, store: "audit" },
  { name: /^logs$/, store: "logs" },
  { name: /^clusters(\.json)?$/, store: "cluster-files" },
  { name: /^(secrets|tls)$/, store: "keys" },
  { name: /^cli$/, store: "sessions" },
  { name: /^first-sign-in\.json$/, store: "accounts" },
  { name: /^(demo|demo-work|started|supervisor|source-roots|source-permits|lock)\.json$/, store: "settings" },
  { name: /^(demo-stop|supervisor\.lock|lock|[a-z-]+\.pid)$/, store: "settings" },
];
