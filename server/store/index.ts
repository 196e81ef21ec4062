export * from "./accounts.ts";
export * from "./audit.ts";
export * from "./audit-chain.ts";
export * from "./audit-checks.ts";
export * from "./batch.ts";
export { callQuality, exportQuality } from "./call-quality.ts";
export * from "./certificates.ts";
export * from "./checkpoints.ts";
export { commitBatch } from "./commit-batch.ts";
export * from "./companies.ts";
export { inTurn } from "./company-turn.ts";
export type { Day } from "./day.ts";
export * from "./erase-parties.ts";
export * from "./erasure-approvals.ts";
export * from "./erasures.ts";
export {
  CODE_BITS,
  type DayOfRecords,
  type ExportCode,
  ExportPage,
  type ExportPageAsked,
  hasMore,
  ID_STEP,
  readCode,
  readSorted,
  type RecordsAsked,
  exportEdges,
  ExportParties,
  readExportPage,
  readExportParties,
} from "./export-page.ts";
export * from "./exports.ts";
export { asStoreError, holdFence, raiseFence, readEpoch, WorkStopped } from "./fence.ts";
export { FIRST_ID, idFloor, LAST_ID } from "./ids.ts";
export * from "./inbox-keys.ts";
export * from "./layouts.ts";
export * from "./leases.ts";
export * from "./move-parties.ts";
export * from "./page-parties.ts";
export { ensureDays, ensureMonths } from "./partitions.ts";
export * from "./profiles.ts";
export * from "./disposal.ts";
export * from "./collected.ts";
export * from "./purge.ts";
export * from "./raw-segments.ts";
export * from "./retention-bounds.ts";
export * from "./retention-changes.ts";
export * from "./retention-work.ts";
export * from "./rules.ts";
export {
  COUNT_CAP,
  countParties,
  type PartyCount,
  type PartyFilters,
  type PartyHit,
  type PartyPage,
  type PartyOfRecord,
  partiesOfRecords,
  type Probe,
  type RecordFacts,
  searchParties,
} from "./search-parties.ts";
export * from "./saved-views.ts";
export * from "./selections.ts";
export * from "./sessions.ts";
export * from "./sources.ts";
export { countStored } from "./stored-counts.ts";
export * from "./sweep-log.ts";
export * from "./transfers.ts";
export * from "./undefined-again.ts";
export * from "./undefined-lines.ts";
export * from "./undefined-work.ts";
export * from "./call-facts.ts";
export * from "./raw-damage.ts";
export * from "./moved-calls.ts";
export * from "./raw-lists.ts";
export * from "./raw-work.ts";
export * from "./store-replayed.ts";
export * from "./case-calls.ts";
export * from "./case-raw.ts";
export * from "./cases.ts";
export * from "./corrections.ts";
export * from "./pattern-searches.ts";
export * from "./sort-runs.ts";
export * from "./sorting.ts";
export { monthOfCall } from "./month-of-call.ts";
export * from "./tariffs.ts";
export * from "./thresholds.ts";
export * from "./call-natures.ts";
export * from "./nature-rules.ts";
