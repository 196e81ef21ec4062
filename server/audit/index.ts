export { audited } from "./audited.ts";
export { type AuditEntry, audit, subjectPseudonym, systemAudit } from "./audit.ts";
export { askCheck, cancelCheck, checkChain } from "./check-chain.ts";
export { type AuditFile, exportAudit, mayExport } from "./export-audit.ts";
export { type SignedHeads, signHeads } from "./heads/sign-heads.ts";
export { type AuditAnswer, type AuditView, ListAuditInput, listAudit } from "./list-audit.ts";
export { purgeAudit } from "./purge-audit.ts";
export { countSearch, guardSearches } from "./search-budget.ts";
export { type ChainView, showChain } from "./show-chain.ts";
