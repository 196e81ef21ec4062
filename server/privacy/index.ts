export {
  type AuditPreview,
  PreviewAuditInput,
  previewAuditRetention,
  SetAuditInput,
  setAuditRetention,
} from "./audit-retention.ts";
export { CancelExportInput, cancelExport } from "./cancel-export.ts";
export { DecideErasureInput, type DecidedErasure, decideErasure } from "./approvals/decide-erasure.ts";
export {
  SetErasureSettingInput,
  setErasureSetting,
  showErasureSetting,
} from "./approvals/set-erasure-setting.ts";
export {
  listWaitingErasures,
  ReadWaitingInput,
  readWaitingErasure,
  type WaitingDetail,
  type WaitingErasure,
} from "./approvals/waiting-erasures.ts";
export type { CertificateView, ErasureStatement } from "./certificate.ts";
export {
  type ExportFile,
  type ExportLink,
  fetchExport,
  IssueExportLinkInput,
  issueExportLink,
} from "./fetch-export.ts";
export {
  FreezeSelectionInput,
  type FrozenSelection,
  freezeSelection,
} from "./freeze-selection.ts";
export type {
  GoneParty,
  Hit,
  OtherParty,
  SourceCount,
  SourceName,
  Tier,
} from "./hit.ts";
export {
  type CertificateList,
  ListCertificatesInput,
  listCertificates,
  ReadCertificateInput,
  readCertificate,
} from "./list-certificates.ts";
export {
  type ErasureState,
  type ErasureList,
  type ErasureView,
  ListErasuresInput,
  listErasures,
  ReadErasureInput,
  readErasure,
} from "./list-erasures.ts";
export { ShowQualityInput, showQuality } from "./show-quality.ts";
export { MarkCallsInput, markCalls } from "./nature/mark-calls.ts";
export {
  AddPrivateNumbersInput,
  addPrivateNumbers,
  DropPrivateNumberInput,
  dropPrivateNumber,
  listPrivateNumbers,
  PrivateNumbersInput,
} from "./nature/private-list.ts";
export { RemoveNatureRuleInput, removeNatureRuleOf } from "./nature/remove-nature-rule.ts";
export { RevealPrivateNumberInput, revealPrivateNumber } from "./nature/reveal-private-number.ts";
export { SetNatureRuleInput, setNatureRuleOf } from "./nature/set-nature-rule.ts";
export { showNatures } from "./nature/show-natures.ts";
export { EXPORT_SCHEMA } from "./export/json.ts";
export { type ExportManifest, ReadExportManifestInput, readExportManifest } from "./export-manifest.ts";
export {
  type ExportList,
  type ExportState,
  type ExportView,
  ListExportsInput,
  listExports,
  ReadExportInput,
  readExport,
} from "./list-exports.ts";
export {
  type ErasurePreview,
  type OtherIdentifier,
  PreviewErasureInput,
  previewErasure,
} from "./preview-erasure.ts";
export { PreviewSightInput, previewSight, type SightPreview } from "./preview-sight.ts";
export { type RevealedValue, RevealInput, reveal } from "./reveal.ts";
export {
  RequestErasureInput,
  type RequestedErasure,
  requestErasure,
} from "./request-erasure.ts";
export {
  EXPORT_FORMATS,
  type ExportFormat,
  RequestExportInput,
  requestExport,
} from "./request-export.ts";
export { listViews, PageLook, type SavedView, type ViewsOfPage } from "./saved-views/list-views.ts";
export { RemoveViewInput, removeView } from "./saved-views/remove-view.ts";
export { SaveViewInput, saveView } from "./saved-views/save-view.ts";
export { setLook } from "./saved-views/set-look.ts";
export {
  type ReadBack,
  type SearchAnswer,
  type SearchCounts,
  type SearchedIn,
  SearchInput,
  search,
} from "./search.ts";
export { confirmSweep, showSweep } from "./confirm-sweep.ts";
export { DecideRetentionInput, decideRetention } from "./decide-retention.ts";
export {
  PreviewRetentionInput,
  previewRetention,
  type RetentionPreview,
  SetRetentionInput,
  setRetention,
} from "./set-retention.ts";
export { SetBoundInput, setRetentionBound, showBounds } from "./retention-bounds.ts";
export { RetentionTemplateInput, retentionTemplate } from "./retention-template.ts";
export {
  type Night,
  type RetentionView,
  type RuleView,
  showRetention,
} from "./show-retention.ts";
export { UndoErasureInput, undoErasure } from "./undo-erasure.ts";
export { JustifySsnInput, justifySsn } from "./collected/justify-ssn.ts";
export { SetCollectedInput, setCollected } from "./collected/set-collected.ts";
export { type CollectedView, showCollected } from "./collected/show-collected.ts";
export { WithdrawSsnInput, withdrawSsn } from "./collected/withdraw-ssn.ts";
export { EndDecisionInput, RecordDecisionInput } from "./disposal/decision-input.ts";
export { endDecision } from "./disposal/end-decision.ts";
export { type DisposalProtocol, DisposalProtocolInput, disposalProtocol } from "./disposal/protocol.ts";
export { recordDecision } from "./disposal/record-decision.ts";
export { type DisposalView, showDisposal } from "./disposal/show-disposal.ts";
export {
  type AddedCase,
  AddHoldInput,
  addHold,
  RestrictCallsInput,
  restrictCalls,
} from "./cases/add-case.ts";
export {
  CancelCaseInput,
  cancelCase,
  DecideObjectionInput,
  decideObjection,
  LiftCaseInput,
  liftCase,
  RenewCaseInput,
  renewCase,
} from "./cases/change-case.ts";
export { CorrectCallInput, correctCall } from "./cases/correct-call.ts";
export { type CaseList, type CaseView, ListCasesInput, listCases } from "./cases/list-cases.ts";
export { PrepareErasureInput, prepareErasure } from "./cases/prepare-erasure.ts";
export {
  type MarkedPerson,
  noteObjection,
  ObjectInput,
  RestrictPersonInput,
  restrictPerson,
} from "./cases/restrict-person.ts";
export {
  EndPatternInput,
  endPattern,
  listPatterns,
  type PatternView,
} from "./pattern/list-patterns.ts";
export { ReadSelectedInput, readSelected, type SelectedPage } from "./pattern/read-selected.ts";
export { RequestPatternInput, requestPattern } from "./pattern/request-pattern.ts";
export { type DisabledRules, showDisabled } from "./show-disabled.ts";
export { DownloadLinesInput, downloadLines, type LinesFile, mayDownloadLines } from "./undefined/download-lines.ts";
export { EraseLinesInput, eraseLines } from "./undefined/erase-lines.ts";
export { ListLinesInput, type LinesPage, listLines, type UndefinedLine } from "./undefined/list-lines.ts";
export { type OpenedLine, OpenLinesInput, openLines } from "./undefined/open-lines.ts";
export { showUndefined, type UndefinedDay, type UndefinedView } from "./undefined/show-undefined.ts";
export { ListRawInput, listRaw, type RawDay, type RawList } from "./raw/list-raw.ts";
export {
  CancelRawInput,
  cancelRaw,
  eachRawDamage,
  listRawDamage,
  listRawWorks,
  RawDamageInput,
  RawWorkInput,
  type RawWorkView,
} from "./raw/list-raw-work.ts";
export { requestVerify, VerifyRawInput } from "./raw/request-verify.ts";
