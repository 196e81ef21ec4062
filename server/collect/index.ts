export { addSource } from "./add-source.ts";
export { type DriverView, listDrivers } from "./list-drivers.ts";
export { listSources, type SourceView } from "./list-sources.ts";
export { ListTransfersInput, listTransfers } from "./list-transfers.ts";
export { publishInboxKeys } from "./publish-inbox-keys.ts";
export { removeSource, startSource, stopSource } from "./set-source-state.ts";
export { SourceId } from "./source-id.ts";
export { SourceInput } from "./source-input.ts";
export { type SampleRecord, type TestedSource, testSource } from "./test-source.ts";
