export { AddSourceInput, addSource, BeginSourceInput, beginSource } from "./add-source.ts";
export { ChangeSourceInput, changeSource } from "./change-source.ts";
export { type GuessedForSample, guessLayoutOf } from "./layouts/guess-layout-of.ts";
export { type GateCountsView, GateCountsInput, gateCounts } from "./gate/gate-counts.ts";
export { SetFilterInput, setFilter } from "./gate/set-filter.ts";
export { SetShieldInput, setShield } from "./gate/set-shield.ts";
export { type FilterView, showFilter } from "./gate/show-filter.ts";
export { type ShieldView, showShield } from "./gate/show-shield.ts";
export { type TriedGate, TryGateInput, tryGate } from "./gate/try-gate.ts";
export { LayoutId, LayoutVersionId } from "./layouts/layout-id.ts";
export { type LayoutPage, ListLayoutsInput, listLayouts } from "./layouts/list-layouts.ts";
export {
  type PreviewedLayout,
  type PreviewedLine,
  PreviewLayoutInput,
  previewLayout,
  SampleInput,
} from "./layouts/preview-layout.ts";
export { removeLayout } from "./layouts/remove-layout.ts";
export { type SavedLayout, SaveLayoutInput, saveLayout } from "./layouts/save-layout.ts";
export { type LayoutView, readLayoutVersion, showLayout } from "./layouts/show-layout.ts";
export { ApplyLayoutInput, applyLayout } from "./layouts/apply-layout.ts";
export { type DriverView, listDrivers } from "./list-drivers.ts";
export { listSources, type SourceView } from "./list-sources.ts";
export { ListTransfersInput, listTransfers, SoughtTransfers } from "./list-transfers.ts";
export { readTransferLog, type TransferFile, transferFile } from "./transfer-file.ts";
export { publishInboxKeys } from "./publish-inbox-keys.ts";
export { removeSource, StartSourceInput, startSource, stopSource } from "./set-source-state.ts";
export { listSourceTransports, type TransportView } from "./list-transports.ts";
export { showSource, type SourcePageView } from "./show-source.ts";
export { type StartTerms, StartTermsInput, startTerms } from "./start-terms.ts";
export { SourceId } from "./source-id.ts";
export { SourceInput } from "./source-input.ts";
export type { SampleRecord } from "./read-as-calls.ts";
export { type OrHere, type TestedSource, TestSourceInput, testSource } from "./test-source.ts";
