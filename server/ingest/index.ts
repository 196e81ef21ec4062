export { type InboxOptions, type InboxOutcome, ingestInbox } from "./ingest-inbox.ts";
export type { IngestContext } from "./ingest-context.ts";
export type { IngestOutcome } from "./ingest-delivery.ts";
export { openIngest } from "./open-ingest.ts";
export { Patience } from "./patience.ts";
export type { SourceSettings } from "./source-settings.ts";
export { giveUpOld } from "./give-up.ts";
export { joinDue } from "./join-due.ts";
