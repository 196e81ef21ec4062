export { type AuditEntry, audit, subjectPseudonym, systemAudit } from "./audit.ts";
export { type AuditView, ListAuditInput, listAudit } from "./list-audit.ts";
export { AUDIT_CLASS, monthSlice } from "./month-slice.ts";
