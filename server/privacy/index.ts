export { CancelExportInput, cancelExport } from "./cancel-export.ts";
export { type CertificateView, ErasureStatement } from "./certificate.ts";
export {
  type ExportFile,
  type ExportLink,
  FetchExportInput,
  fetchExport,
  IssueExportLinkInput,
  issueExportLink,
} from "./fetch-export.ts";
export {
  FreezeSelectionInput,
  type FrozenSelection,
  freezeSelection,
} from "./freeze-selection.ts";
export {
  type GoneParty,
  type Hit,
  type OtherParty,
  SOURCE_NAMES,
  type SourceCount,
  type SourceName,
  TIERS,
  type Tier,
} from "./hit.ts";
export {
  listCertificates,
  ReadCertificateInput,
  readCertificate,
} from "./list-certificates.ts";
export {
  ERASURE_STATES,
  type ErasureState,
  type ErasureView,
  listErasures,
  ReadErasureInput,
  readErasure,
} from "./list-erasures.ts";
export {
  EXPORT_STATES,
  type ExportState,
  type ExportView,
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
export {
  type ReadBack,
  type SearchAnswer,
  type SearchedIn,
  SearchInput,
  search,
} from "./search.ts";
export { SearchFilters, Sought } from "./search-input.ts";
export {
  PreviewRetentionInput,
  previewRetention,
  RuleChange,
  type RuleEffect,
  SetRetentionInput,
  setRetention,
} from "./set-retention.ts";
export {
  type Night,
  type RetentionView,
  type RuleView,
  showRetention,
} from "./show-retention.ts";
export { UndoErasureInput, undoErasure } from "./undo-erasure.ts";
