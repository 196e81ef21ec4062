export { CancelExportInput, cancelExport } from "./cancel-export.ts";
export { type CertificateView, ErasureStatement } from "./certificate.ts";
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
  listCertificates,
  ReadCertificateInput,
  readCertificate,
} from "./list-certificates.ts";
export {
  type ErasureState,
  type ErasureView,
  listErasures,
  ReadErasureInput,
  readErasure,
} from "./list-erasures.ts";
export {
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
export {
  PreviewRetentionInput,
  previewRetention,
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
