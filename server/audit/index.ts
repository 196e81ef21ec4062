export { audited } from "./audited.ts";
export { type AuditEntry, audit, subjectPseudonym, systemAudit } from "./audit.ts";
export { type AuditView, ListAuditInput, listAudit } from "./list-audit.ts";
